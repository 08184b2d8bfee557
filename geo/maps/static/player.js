/* Play through time: the events of one window of days after another, from data that is here already.
   Nothing is asked of the server while it plays, so nothing can stop it or leave it empty; windows
   without an event in sight are passed over. A new payload goes on where the last one was. */
(function () {
"use strict";
var Dateline = window.Dateline, PACE = 1400, SPEEDS = [1, 2, 4];

/* [index, window, type, count, …] -> for each window, index -> [[type, count], …]. */
function byWindow(flat, n) {
  var made = [];
  for (var w = 0; w < n; w++) made.push({});
  for (var i = 0; i < flat.length; i += 4) {
    var here = made[flat[i + 1]];
    (here[flat[i]] = here[flat[i]] || []).push([flat[i + 2], flat[i + 3]]);
  }
  return made;
}
function total(window) {
  return Object.keys(window).reduce(function (n, k) {
    return n + window[k].reduce(function (m, c) { return m + c[1]; }, 0);
  }, 0);
}
/* The rows that hold something in a window, with its counts. */
function told(rows, window) {
  return Object.keys(window).map(function (k) {
    var counts = window[k].slice().sort(function (a, b) { return b[1] - a[1]; });
    return Object.assign({}, rows[k], {counts: counts, count: counts.reduce(function (n, c) { return n + c[1]; }, 0)});
  });
}

/* "6 Jan 2022", "6–12 Jan 2022", "Jan 2022", "2022", "29 Jan – 4 Feb 2022". */
Dateline.days = function (from, to, language) {
  var months = Dateline.months(language), a = from.split("-"), b = to.split("-");
  function day(p, parts) {
    return [+p[2], parts > 1 ? months[p[1] - 1] : null, parts > 2 ? p[0] : null]
      .filter(function (x) { return x !== null; }).join("\u00a0");
  }
  if (from === to) return day(a, 3);
  if (a[2] === "01" && +b[2] === new Date(b[0], b[1], 0).getDate() && a[0] === b[0]) {
    if (a[1] === b[1]) return months[a[1] - 1] + "\u00a0" + a[0];
    if (a[1] === "01" && b[1] === "12") return a[0];
  }
  if (a[0] !== b[0]) return day(a, 3) + " – " + day(b, 3);
  return a[1] === b[1] ? day(a, 1) + "–" + day(b, 3) : day(a, 2) + " – " + day(b, 3);
};

Dateline.Player = L.FeatureGroup.extend({
  initialize: function (marks, time, language) {
    L.FeatureGroup.prototype.initialize.call(this, [marks]);
    this.marks = marks;
    this.spots = marks.spots;
    this.areas = marks.areas;
    this.windows = time[0];
    this.spotsIn = byWindow(time[1], time[0].length);
    this.areasIn = byWindow(time[2], time[0].length);
    this.undated = time[3];
    this.language = language;
    var self = this;
    this.totals = this.windows.map(function (_, w) {
      return total(self.spotsIn[w]) + total(self.areasIn[w]);
    });
    this.full = this.totals.map(function (n, w) { return n ? w : -1; })
      .filter(function (w) { return w >= 0; });
    marks.spots = [];
    marks.areas = [];
  },

  onAdd: function (map) {
    this.map = map;
    var kept = map.dateline.playing = map.dateline.playing || {from: "", on: false, speed: 1};
    this.state = kept;
    this.at = 0;
    for (var i = 0; i < this.full.length; i++) {
      if (this.windows[this.full[i]][0] <= kept.from) this.at = i;
    }
    if (!kept.from) this.at = Math.max(0, this.after(-1));
    L.FeatureGroup.prototype.onAdd.call(this, map);
    this.furniture(map);
    this.show(this.at);
  },

  onRemove: function (map) {
    clearTimeout(this.timer);
    this.box.remove();
    L.FeatureGroup.prototype.onRemove.call(this, map);
  },

  show: function (at) {
    if (!this.full.length) return;
    this.at = at;
    var w = this.full[at], days = this.windows[w], marks = this.marks;
    this.state.from = days[0];
    marks.days = days;
    marks.spots = told(this.spots, this.spotsIn[w]);
    marks.areas = told(this.areas, this.areasIn[w]);
    marks.draw(this.state.on);
    var text = Dateline.days(days[0], days[1], this.language);
    this.label.textContent = text;
    this.count.textContent = Dateline.events(this.language, this.totals[w]);
    this.slider.value = w;
    this.slider.setAttribute("aria-valuetext", text + ", " + this.count.textContent);
    this.bars.forEach(function (bar, i) { bar.classList.toggle("dl-now", i === w); });
  },

  play: function (on) {
    if (on && this.after(this.at) < 0) this.show(Math.max(0, this.after(-1)));
    this.state.on = on;
    clearTimeout(this.timer);
    this.button.textContent = on ? "❚❚" : "▶";
    this.button.setAttribute("aria-label", Dateline.say(this.language, on ? "pause" : "play", {}));
    if (on) this.later();
  },

  later: function () {
    var self = this;
    clearTimeout(this.timer);
    this.timer = setTimeout(function () {
      var next = self.after(self.at);
      if (next < 0) { self.play(false); return; }
      self.show(next);
      self.later();
    }, PACE / this.state.speed);
  },

  /* The next window that shows something where the map is, or -1. */
  after: function (at) {
    var bounds = this.map.getBounds(), self = this;
    function inSight(rows, window) {
      return Object.keys(window).some(function (k) {
        return [-360, 0, 360].some(function (turn) {
          return bounds.contains([rows[k].lat, rows[k].lon + turn]);
        });
      });
    }
    for (var i = at + 1; i < this.full.length; i++) {
      var w = this.full[i];
      if (inSight(self.spots, self.spotsIn[w]) || inSight(self.areas, self.areasIn[w])) return i;
    }
    return -1;
  },

  /* Position among the windows that hold something of the one nearest to a window. */
  nearest: function (w) {
    var full = this.full, best = 0;
    full.forEach(function (f, i) { if (Math.abs(f - w) < Math.abs(full[best] - w)) best = i; });
    return best;
  },

  go: function (at) {
    this.show(Math.max(0, Math.min(this.full.length - 1, at)));
    if (this.state.on) this.later();
  },

  furniture: function (map) {
    var self = this, box = this.box = L.DomUtil.create("div", "dl-player", map.getContainer());
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    function add(parent, tag, kind) {
      var e = parent.appendChild(document.createElement(tag));
      e.className = kind;
      return e;
    }
    this.button = add(box, "button", "dl-play");
    this.button.type = "button";
    this.button.addEventListener("click", function () { self.play(!self.state.on); });
    var words = add(box, "div", "dl-when");
    this.label = add(words, "strong", "");
    this.count = add(words, "span", "");
    var track = add(box, "div", "dl-track"), most = Math.max.apply(null, this.totals.concat(1));
    var bars = add(track, "div", "dl-bars");
    this.bars = this.totals.map(function (n, w) {
      var bar = add(bars, "i", "");
      bar.style.height = n ? Math.max(8, Math.round(100 * n / most)) + "%" : "0";
      bar.addEventListener("click", function () { self.go(self.nearest(w)); });
      return bar;
    });
    var slider = this.slider = add(track, "input", "");
    slider.type = "range";
    slider.min = 0;
    slider.max = Math.max(0, this.windows.length - 1);
    slider.setAttribute("aria-label", Dateline.say(this.language, "window", {}));
    slider.addEventListener("input", function () {
      var now = self.full[self.at], asked = +slider.value, at = self.nearest(asked);
      // An arrow key into a gap goes on to what lies behind it.
      if (at === self.at && asked !== now) at += asked > now ? 1 : -1;
      self.go(at);
    });
    if (this.undated) {
      add(words, "em", "").textContent = Dateline.say(this.language, "undated",
        {n: Dateline.grouped(this.undated)});
    }
    var pace = add(box, "button", "dl-pace");
    pace.type = "button";
    pace.title = Dateline.say(this.language, "speed", {});
    function tell() {
      pace.textContent = self.state.speed + "×";
      pace.setAttribute("aria-label", pace.title + " " + self.state.speed);
    }
    pace.addEventListener("click", function () {
      self.state.speed = SPEEDS[(SPEEDS.indexOf(self.state.speed) + 1) % SPEEDS.length];
      tell();
      if (self.state.on) self.later();
    });
    tell();
    this.play(this.state.on && this.after(this.at) >= 0);
  }
});
})();
