/* Reads a payload of geo.maps.layers and draws it: marks, areas, heat, or shades. */
(function () {
"use strict";
var Dateline = window.Dateline, clicks = 0;
var FAR_OUT = 3;  // as geo/maps/summary.py: up to this zoom a region is hardly larger than its name

function pairs(flat) {
  var made = [];
  for (var i = 0; i < flat.length; i += 2) made.push([flat[i], flat[i + 1]]);
  return made;
}
function sum(counts) { return counts.reduce(function (n, c) { return n + c[1]; }, 0); }

function readSpot(row) {
  var isCell = Array.isArray(row[2]), counts = pairs(isCell ? row[3] : row[4]), near = 0.00006;
  return {
    lon: row[0], lat: row[1], name: isCell ? "" : row[2], counts: counts, count: sum(counts),
    disputed: !isCell && row[3] === 1, many: isCell ? 1 : 0,
    box: isCell ? row[2] : [row[0] - near, row[1] - near, row[0] + near, row[1] + near]
  };
}
function readArea(row) {
  var counts = pairs(row[7]);
  return {id: row[0], level: row[1], name: row[2], lon: row[3], lat: row[4], radius: row[5],
          disputed: row[6] === 1, counts: counts, count: sum(counts)};
}

/* What a click reports to Python (st_folium sends the layer's GeoJSON). The number makes a second
   click on the same mark a new value. */
function report(layer, properties) {
  layer.feature = {type: "Feature", properties: properties};
  layer.on("click", function () { properties.click = ++clicks; });
}

Dateline.Marks = L.FeatureGroup.extend({
  initialize: function (styles, spots, areas, chosen, language) {
    L.FeatureGroup.prototype.initialize.call(this);
    this.language = language;
    this.styles = Object.assign(
      {"-1": [Dateline.say(language, "other", {}), "#8a8f94", "…", "circle"]}, styles);
    this.spots = spots.map(readSpot);
    this.areas = areas[0].map(readArea);
    this.spots.forEach(function (s) { s.name = Dateline.spotNamed(language, s.name, s.lon, s.lat); });
    this.areas.forEach(function (a) { a.name = Dateline.named(language, a.id, a.name); });
    this.left = areas[1];
    this.chosen = chosen;
    this.taken = [];
  },
  onAdd: function (map) {
    this.map = map;
    map.dateline.obstacles.push(this);
    map.on("zoomend", this.draw, this);
    var self = this;
    map.dateline.topology.then(function (topology) {
      self.topology = topology;
      if (self.map) self.draw();
    }, function () { self.draw(); });
    L.FeatureGroup.prototype.onAdd.call(this, map);
    this.draw();
  },
  onRemove: function (map) {
    map.off("zoomend", this.draw, this);
    map.dateline.obstacles = map.dateline.obstacles.filter(function (o) { return o !== this; }, this);
    L.FeatureGroup.prototype.onRemove.call(this, map);
    if (this.note) { this.note.remove(); this.note = null; }
    this.map = null;
  },
  boxes: function () { return this.taken; },
  /* Whether a chip already says the area's name. */
  says: function (id) { return !!(this.names && this.names[id]); },

  /* With "still" the names on the map stay as they are: what changes many times must not flicker. */
  draw: function (still) {
    var map = this.map, self = this;
    this.clearLayers();
    this.taken = [];
    this.names = {};
    if (this.topology) this.areas.slice().sort(function (a, b) { return a.level - b.level; })
      .forEach(function (area) { self.outline(area); });
    var zoom = map.getZoom();
    var marks = Dateline.cluster(this.spots, function (lat, lon) {
      return map.project([lat, lon], zoom);
    });
    marks.forEach(function (mark) { self.mark(mark); });
    this.areas.forEach(function (area) { self.chip(area); });
    this.tellRest();
    if (map.dateline.labels && still !== true) map.dateline.labels.draw();
  },

  /* What a click on a mark reports; the days too while the map shows only some. */
  meaning: function (what) {
    if (this.days) what.days = this.days;
    return what;
  },

  take: function (lat, lon, w, h) {
    var p = this.map.latLngToLayerPoint([lat, lon]);
    this.taken.push([p.x - w / 2, p.y - h / 2, p.x + w / 2, p.y + h / 2]);
  },

  mark: function (mark) {
    var chosen = this.chosen.length && !this.chosen[2] && inside(mark.box, this.chosen);
    var made = Dateline.markElement(mark, this.styles, chosen), map = this.map;
    var layer = L.marker([mark.lat, mark.lon], {
      icon: L.divIcon({html: made.element, className: "dl-icon", iconSize: [made.size, made.size]}),
      keyboard: true, riseOnHover: true, zIndexOffset: chosen ? 5000 : mark.count,
      alt: ""
    });
    report(layer, this.meaning({kind: mark.many ? "cluster" : "event", box: mark.box, count: mark.count}));
    layer.bindTooltip(Dateline.tooltip(mark, this.styles, this.language,
      mark.many ? Dateline.say(this.language, "zoom", {}) : ""), {opacity: 1, direction: "top", offset: [0, -made.size / 2 + 3]});
    // Later: zooming at once would take the mark away before its click is told to anybody.
    if (mark.many) layer.on("click", function () { setTimeout(closer, 0, map, mark); });
    this.addLayer(layer);
    spoken(layer, mark, this.styles, this.language);
    this.take(mark.lat, mark.lon, made.size, made.size);
  },

  outline: function (area) {
    var colour = this.styles[area.counts[0][0]][1], rings = this.topology.latLngs(area.id), layer;
    var chosen = this.chosen.length && this.chosen[2] === area.id;
    var far = this.map.getZoom() <= FAR_OUT;
    var style = {
      color: colour, weight: chosen ? 3 : far ? 0.9 : 1.4, opacity: chosen ? 1 : far ? 0.6 : 0.9,
      fillColor: colour, fillOpacity: area.level === 0 ? 0.05 : 1, className: "dl-area",
      renderer: this.renderer(), smoothFactor: 1.2
    };
    if (rings && area.level <= 1) {
      layer = L.polygon(rings, style);
    } else if (area.radius) {
      style.dashArray = "6 5";
      layer = L.circle([area.lat, area.lon], Object.assign({radius: area.radius * 1000}, style));
    } else return;
    if (area.level > 0) layer.options.fillColor = this.hatch(colour);
    report(layer, this.meaning({kind: "area", place: area.id, count: area.count}));
    layer.bindTooltip(Dateline.tooltip(area, this.styles, this.language,
      precisionNote(area, !!rings, this.language)), {sticky: true, opacity: 1});
    this.addLayer(layer);
  },

  renderer: function () {
    if (!this.map.dateline.svg) this.map.dateline.svg = L.svg({padding: 0.4});
    return this.map.dateline.svg;
  },

  /* A pattern of slanted lines in the colour, made once a page. */
  hatch: function (colour) {
    var id = "dl-hatch-" + colour.replace(/[^0-9A-Za-z]/g, "");
    if (!document.getElementById(id)) {
      var ns = "http://www.w3.org/2000/svg", svg = document.createElementNS(ns, "svg");
      svg.setAttribute("class", "dl-defs");
      svg.setAttribute("aria-hidden", "true");
      var pattern = document.createElementNS(ns, "pattern"), line = document.createElementNS(ns, "path");
      var a = {id: id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)"};
      Object.keys(a).forEach(function (k) { pattern.setAttribute(k, a[k]); });
      line.setAttribute("d", "M0 0V7");
      line.setAttribute("stroke", colour);
      line.setAttribute("stroke-width", "2.2");
      line.setAttribute("stroke-opacity", "0.55");
      pattern.appendChild(line);
      svg.appendChild(pattern);
      document.body.appendChild(svg);
    }
    return "url(#" + id + ")";
  },

  /* The count of an area, outlined, with its name where there is room; never a pin. */
  chip: function (area) {
    var element = document.createElement("div"), height = 20, number = Dateline.short(area.count);
    var far = this.map.getZoom() <= FAR_OUT;
    var width = 0, at = null;
    if (!(far && area.level > 0)) {
      width = textWidth(area.name, area.level === 0) + textWidth(number) + 22;
      at = this.room(area, width, height);
    }
    var named = at !== null;
    if (!named) {  // no room for the name: the number alone, or only the outline
      width = 15 + textWidth(number);
      at = this.room(area, width, height);
      if (at === null) return;
    }
    element.className = "dl-chip dl-level-" + area.level;
    element.style.borderColor = this.styles[area.counts[0][0]][1];
    element.style.width = width + "px";
    if (named) {
      element.appendChild(document.createElement("span")).textContent = area.name;
      this.names[area.id] = true;
    }
    element.appendChild(document.createElement("b")).textContent = number;
    if (area.disputed) element.classList.add("dl-disputed");
    var layer = L.marker([area.lat, area.lon], {
      icon: L.divIcon({html: element, className: "dl-icon", iconSize: [width, height],
                       iconAnchor: [width / 2, height / 2 - at]}),
      keyboard: true, alt: "", zIndexOffset: -500
    });
    report(layer, this.meaning({kind: "area", place: area.id, count: area.count}));
    layer.bindTooltip(Dateline.tooltip(area, this.styles, this.language,
      precisionNote(area, this.topology && this.topology.latLngs(area.id), this.language)),
      {opacity: 1, direction: "top", offset: [0, at - 8]});
    this.addLayer(layer);
    spoken(layer, area, this.styles, this.language);
    var p = this.map.latLngToLayerPoint([area.lat, area.lon]);
    this.taken.push([p.x - width / 2, p.y + at - height / 2, p.x + width / 2, p.y + at + height / 2]);
  },

  /* How far below its place a chip can stand without touching another mark; null: nowhere near. */
  room: function (area, width, height) {
    var p = this.map.latLngToLayerPoint([area.lat, area.lon]), taken = this.taken;
    var found = [0, 14, -14, 24, -24].filter(function (dy) {
      var box = [p.x - width / 2, p.y + dy - height / 2, p.x + width / 2, p.y + dy + height / 2];
      return !taken.some(function (o) {
        return o[0] < box[2] && o[2] > box[0] && o[1] < box[3] && o[3] > box[1];
      });
    });
    return found.length ? found[0] : null;
  },

  tellRest: function () {
    if (this.note) { this.note.remove(); this.note = null; }
    if (!this.left || !this.left[0]) return;
    var note = this.note = L.control({position: "bottomleft"}), left = this.left;
    var language = this.language;
    note.onAdd = function () {
      var box = L.DomUtil.create("div", "dl-note");
      box.textContent = Dateline.say(language, "left",
        {n: Dateline.grouped(left[1]), m: Dateline.grouped(left[0])});
      return box;
    };
    note.addTo(this.map);
  }
});

/* Width of a chip's text in pixels; a country's name stands in small capitals. */
var ruler = document.createElement("canvas").getContext("2d");
function textWidth(text, capitals) {
  ruler.font = (capitals ? "600 10px " : "11.5px ") + Dateline.FACE;
  return Math.ceil(capitals ? ruler.measureText(text.toUpperCase()).width + 0.5 * text.length
                            : ruler.measureText(text).width + 1);
}

function precisionNote(area, hasPolygon, language) {
  var what = Dateline.say(language, "levels", {form: area.level});
  return area.level > 0 && !hasPolygon && area.radius
    ? Dateline.say(language, "circle", {what: what, n: Math.round(area.radius)}) : what;
}

function inside(box, at) {
  return at[0] >= box[0] && at[0] <= box[2] && at[1] >= box[1] && at[1] <= box[3];
}

function closer(map, mark) {
  var bounds = L.latLngBounds([mark.box[1], mark.box[0]], [mark.box[3], mark.box[2]]);
  var zoom = Math.min(map.getBoundsZoom(bounds, false, L.point(80, 80)), map.getMaxZoom());
  map.setView(zoom > map.getZoom() ? bounds.getCenter() : [mark.lat, mark.lon],
              Math.max(zoom, Math.min(map.getZoom() + 1, map.getMaxZoom())));
}

/* Say to screen readers what a mark holds, and let Enter and the space bar open it. */
function spoken(layer, mark, styles, language) {
  var told = Dateline.describe(mark, styles, language), element = layer.getElement();
  if (!element) return;
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", told.title + ": " + Dateline.events(language, mark.count) +
    ". " + told.lines.map(function (l) { return l[3] + " " + l[2]; }).join(", "));
  element.addEventListener("keydown", function (e) {
    if (e.key !== "Enter" && e.key !== " ") return;
    e.preventDefault();
    element.click();
  });
}

/* Shades: counts per area in five steps of one hue. */
var SHADES = {
  light: ["#f6e3cf", "#efbf98", "#de9067", "#bf5b42", "#8c2f2b"],
  dark: ["#3d2f2c", "#66392f", "#95482f", "#c76a3c", "#f0a868"]
};
Dateline.Shades = L.FeatureGroup.extend({
  initialize: function (levels, theme, language) {
    L.FeatureGroup.prototype.initialize.call(this);
    this.levels = levels; this.theme = theme; this.language = language;
  },
  onAdd: function (map) {
    L.FeatureGroup.prototype.onAdd.call(this, map);
    var self = this;
    map.on("zoomend", this.draw, this);
    map.dateline.topology.then(function (topology) {
      self.topology = topology;
      if (self._map) self.draw();
    });
  },
  /* Countries far out, regions nearer; drawn again only when that changes. */
  draw: function () {
    var far = this.levels[0], near = this.levels[1], topology = this.topology;
    var rows = !near.length || (far.length && this._map.getZoom() <= FAR_OUT) ? far : near;
    if (!topology || rows === this.rows) return;
    this.rows = rows;
    this.clearLayers();
    if (this.control) this.control.remove();
    var steps = breaks(this.rows.map(function (r) { return r[1]; }));
    this.rows.slice().sort(function (a, b) {
      return (b[0].slice(0, 4) === "iso:") - (a[0].slice(0, 4) === "iso:");
    }).forEach(function (row) {
      var rings = topology.latLngs(row[0]);
      if (!rings) return;
      var shape = topology.shapes[row[0]], level = 0;
      while (level < steps.length && row[1] > steps[level]) level++;
      var layer = L.polygon(rings, {
        stroke: true, weight: 0.7, color: Dateline.THEMES[this.theme].land, smoothFactor: 1.2,
        fillColor: SHADES[this.theme][level], fillOpacity: 0.88, className: "dl-shade"
      });
      report(layer, {kind: "area", place: row[0], count: row[1]});
      var tip = document.createElement("div");
      tip.className = "dl-tip";
      tip.appendChild(document.createElement("strong")).textContent =
        Dateline.named(this.language, row[0], shape.properties.name || shape.properties.iso2);
      tip.appendChild(document.createElement("em")).textContent =
        Dateline.events(this.language, row[1]);
      layer.bindTooltip(tip, {sticky: true, opacity: 1});
      this.addLayer(layer);
    }, this);
    this.scale(steps);
  },
  scale: function (steps) {
    var control = this.control = L.control({position: "bottomleft"}), theme = this.theme, language = this.language;
    control.onAdd = function () {
      var box = L.DomUtil.create("div", "dl-note dl-scale");
      box.appendChild(document.createElement("span")).textContent =
        Dateline.say(language, "area", {});
      SHADES[theme].slice(0, steps.length + 1).forEach(function (colour, i) {
        var step = box.appendChild(document.createElement("i"));
        step.style.backgroundColor = colour;
        step.style.color = (theme === "light" ? i < 3 : i > 2) ? "#26241f" : "#ffffff";
        step.textContent = i < steps.length ? "≤ " + Dateline.short(steps[i])
          : Dateline.say(language, "most", {});
      });
      return box;
    };
    control.addTo(this._map);
  },
  onRemove: function (map) {
    map.off("zoomend", this.draw, this);
    if (this.control) this.control.remove();
    L.FeatureGroup.prototype.onRemove.call(this, map);
  }
});

/* Up to four bounds that cut the counts into groups of about the same size. */
function breaks(values) {
  var sorted = values.slice().sort(function (a, b) { return a - b; }), found = [];
  [0.2, 0.4, 0.6, 0.8].forEach(function (q) {
    var v = sorted[Math.floor(q * (sorted.length - 1))];
    if (v !== undefined && found.indexOf(v) < 0 && v < sorted[sorted.length - 1]) found.push(v);
  });
  return found;
}

var WARMTH = {0.2: "#4a7fa8", 0.45: "#c9a24a", 0.7: "#d9743c", 1: "#a5212b"};
function heatLayer(rows, language) {
  var weights = rows.map(function (r) { return r[2]; }).sort(function (a, b) { return a - b; });
  var top = weights[Math.floor(0.97 * (weights.length - 1))] || 1;
  var layer = L.heatLayer(rows.map(function (r) {
    return [r[1], r[0], Math.max(0.15, Math.min(1, Math.sqrt(r[2] / top)))];
  }), {
    radius: 24, blur: 20, minOpacity: 0.25, maxZoom: 1, max: 1, gradient: WARMTH
  });
  var scale = L.control({position: "bottomleft"});
  scale.onAdd = function () {
    var box = L.DomUtil.create("div", "dl-note dl-scale dl-warmth");
    box.appendChild(document.createElement("span")).textContent = Dateline.say(language, "few", {});
    box.appendChild(document.createElement("i")).style.background =
      "linear-gradient(90deg, " + Object.keys(WARMTH).sort().map(function (k) { return WARMTH[k]; }).join(", ") + ")";
    box.appendChild(document.createElement("span")).textContent = Dateline.say(language, "most", {});
    return box;
  };
  layer.on("add", function () { scale.addTo(layer._map); });
  layer.on("remove", function () { scale.remove(); });
  return layer;
}

/* streamlit-folium takes an old group off the map and yet keeps it for ever: a tab grew by five megabytes
   with every filter. */
function forget() {
  if (window.feature_group) window.feature_group = window.feature_group.filter(function (g) { return g._map; });
}

/* Draw a payload [theme, view, styles, body, language, extras] into a group of the map.
   extras: whether the reader points at a place (0/1), and the words below a picture of the map. */
Dateline.draw = function (group, payload) {
  function put() {
    forget();
    var map = group._map, body = payload[3], language = payload[4], extras = payload[5] || [0, []];
    Dateline.setTheme(map, payload[0]);
    Dateline.setLanguage(map, language);
    if (payload[1] === "heat") group.addLayer(heatLayer(body[0], language));
    else if (payload[1] === "choropleth") group.addLayer(new Dateline.Shades(body[0], payload[0], language));
    else {
      var marks = new Dateline.Marks(payload[2], body[0], body[1], body[2], language);
      group.addLayer(payload[1] === "time" ? new Dateline.Player(marks, body[3], language) : marks);
    }
    if (extras[0]) group.addLayer(new Dateline.Pointing(language));
    Dateline.offerPicture(map, extras[1], language);
  }
  function named() {
    Dateline.ready(group._map, payload[4], function () { if (group._map) put(); });
  }
  if (group._map) named(); else group.once("add", named);
};
})();
