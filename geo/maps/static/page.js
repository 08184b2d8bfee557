/* A saved map: reads the page's JSON block and lists the events of what is clicked. Every string is
   put on the screen as a text node; a link is set only for http and https. */
(function () {
"use strict";
var Dateline = window.Dateline;
var data = JSON.parse(document.getElementById("dateline-data").textContent);
var panel = document.getElementById("panel"), PAGE = 60;
var kinds = {};
data.legend.forEach(function (k) { kinds[k.code] = k; });

var language = data.language;
function say(key, values) { return Dateline.say(language, key, values || {}); }
function count(n) { return Dateline.grouped(n); }
document.documentElement.lang = language;

var asked = window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches;
var theme = asked ? "dark" : data.options[0];
document.title = data.title;
document.body.className = theme;
data.options[0] = theme;
Dateline.payload[0] = theme;

var map = L.map("map", {maxZoom: data.maxZoom, minZoom: 1, worldCopyJump: true,
                        center: [25, 20], zoom: 2});
var b = data.bounds;
if (b) map.fitBounds([[b[1], b[0]], [b[3], b[2]]], {maxZoom: 6, padding: [50, 50], animate: false});
Dateline.start(map, data.options);
var group = L.featureGroup().addTo(map);
Dateline.draw(group, Dateline.payload);

function add(parent, tag, text, kind) {
  var e = parent.appendChild(document.createElement(tag));
  if (text !== undefined && text !== null) e.textContent = text;
  if (kind) e.className = kind;
  return e;
}

function modes(told) {
  return told.split("; ").map(function (mode) { return data.modes[mode] || mode; }).join(", ");
}

function day(event) {
  if (!event.event_date) return say("noday");
  var basis = ["stated", "relative", "publication"].indexOf(event.date_basis);
  var days = Dateline.days(event.event_date, event.date_end || event.event_date, language);
  return days + (basis >= 0 ? " (" + say("basis", {form: basis}) + ")" : "");
}

function place(event) {
  if (!event.at) return say("nowhere");
  var named = [event.location, event.admin1, event.country].filter(function (n, i, all) {
    return n && all.indexOf(n) === i;
  }).join(", ");
  var level = ["country", "admin1", "admin2", "region"].indexOf(event.precision);
  return named + (level < 0 ? "" : " (" + say("only", {form: level}) + ")");
}

function card(event) {
  var box = add(panel, "article"), kind = kinds[event.event_type] || {label: event.event_type, letter: "?", colour: "#777777"};
  box.tabIndex = 0;
  var head = add(box, "header"), key = add(head, "span", kind.letter, "key");
  key.style.backgroundColor = kind.colour;
  add(head, "span", kind.label + (event.mode ? ": " + modes(event.mode) : ""));
  add(box, "div", day(event), "facts");
  add(box, "div", (event.actor1 || say("nobody")) + (event.actor2 ? " → " + event.actor2 : ""), "facts");
  add(box, "div", place(event), "facts");
  if (event.quantity_text) add(box, "div", event.quantity_text, "facts");
  add(box, "blockquote", event.evidence).dir = "auto";
  var from = [event.title, event.source].filter(Boolean).join(" · "), line = add(box, "div", from, "source");
  if (/^https?:\/\//i.test(event.url || "")) {
    var link = document.createElement("a");
    link.href = event.url;
    link.rel = "noopener noreferrer nofollow";
    link.target = "_blank";
    link.textContent = event.url;
    line.appendChild(document.createElement("br"));
    line.appendChild(link);
  }
  if (typeof event.confidence === "number") add(box, "div", say("sure", {n: event.confidence.toFixed(2)}), "source");
}

function list(events, title) {
  panel.textContent = "";
  add(panel, "h1", data.title);
  add(panel, "p", say("shown", {n: count(data.shown), m: count(data.total), k: count(data.unlocated)}), "counts");
  var bar = add(panel, "div", null, "bar");
  add(bar, "strong", title + " (" + count(events.length) + ")");
  if (events !== data.events) {
    add(bar, "button", say("back")).addEventListener("click", function () { list(data.events, say("all")); });
  } else {
    var legend = add(panel, "div", null, "legend");
    data.legend.forEach(function (k) {
      var row = add(legend, "div"), key = add(row, "span", k.letter, "key");
      key.style.backgroundColor = k.colour;
      add(row, "span", k.short);
    });
  }
  var at = 0;
  function more() {
    events.slice(at, at + PAGE).forEach(card);
    at += PAGE;
    if (at < events.length) {
      var button = add(panel, "button", say("next"));
      button.addEventListener("click", function () { button.remove(); more(); });
    }
  }
  more();
  if (data.note) add(panel, "p", data.note, "note");
  panel.scrollTop = 0;
}

var POINT = {place: true, city: true};
group.on("click", function (e) {
  var p = e.layer && e.layer.feature && e.layer.feature.properties;
  if (!p) return;
  var found = data.events.filter(function (event) {
    if (!event.at) return false;
    if (p.kind === "area") return event.place === p.place && !POINT[event.precision];
    return POINT[event.precision] && event.at[0] >= p.box[0] && event.at[0] <= p.box[2] &&
      event.at[1] >= p.box[1] && event.at[1] <= p.box[3];
  });
  list(found, say(p.kind === "cluster" ? "cluster" : p.kind === "area" ? "place" : "here"));
});

list(data.events, say("all"));
})();
