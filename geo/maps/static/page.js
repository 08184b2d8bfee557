/* A saved map: reads the page's JSON block and lists the events of what is clicked. Every string is
   put on the screen as a text node; a link is set only for http and https. */
(function () {
"use strict";
var Dateline = window.Dateline;
var data = JSON.parse(document.getElementById("dateline-data").textContent);
var panel = document.getElementById("panel"), PAGE = 60;
var kinds = {};
data.legend.forEach(function (k) { kinds[k.code] = k; });

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

function day(event) {
  if (!event.event_date) return "date not stated";
  var basis = {stated: "stated", relative: "worked out from the text", publication: "from the day of publication"};
  var span = event.date_end && event.date_end !== event.event_date ? " to " + event.date_end : "";
  return event.event_date + span + (basis[event.date_basis] ? " (" + basis[event.date_basis] + ")" : "");
}

function place(event) {
  if (!event.at) return "place not known";
  var named = [event.location, event.admin1, event.country].filter(function (n, i, all) {
    return n && all.indexOf(n) === i;
  }).join(", ");
  return named + ({place: "", city: ""}[event.precision] === "" ? "" : " (" + event.precision + " only)");
}

function card(event) {
  var box = add(panel, "article"), kind = kinds[event.event_type] || {label: event.event_type, letter: "?", colour: "#777777"};
  box.tabIndex = 0;
  var head = add(box, "header"), key = add(head, "span", kind.letter, "key");
  key.style.backgroundColor = kind.colour;
  add(head, "span", kind.label + (event.mode ? ": " + event.mode : ""));
  add(box, "div", day(event), "facts");
  add(box, "div", (event.actor1 || "actor not stated") + (event.actor2 ? " → " + event.actor2 : ""), "facts");
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
  if (typeof event.confidence === "number") add(box, "div", "confidence " + event.confidence.toFixed(2), "source");
}

function list(events, title) {
  panel.textContent = "";
  add(panel, "h1", data.title);
  add(panel, "p", data.shown.toLocaleString("en") + " of " + data.total.toLocaleString("en") +
    " events · " + data.unlocated.toLocaleString("en") + " without a place", "counts");
  var bar = add(panel, "div", null, "bar");
  add(bar, "strong", title + " (" + events.length.toLocaleString("en") + ")");
  if (events !== data.events) {
    add(bar, "button", "show all").addEventListener("click", function () { list(data.events, "All events"); });
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
      var button = add(panel, "button", "more");
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
  list(found, p.kind === "cluster" ? "This cluster" : p.kind === "area" ? "This area" : "This spot");
});

list(data.events, "All events");
})();
