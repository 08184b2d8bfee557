/* The basemap: polygons fetched once, drawn on canvas tiles in the colours of the theme.
   One file serves every zoom and both themes, and nothing is asked of another host. */
(function () {
"use strict";

var Dateline = window.Dateline = window.Dateline || {};
Dateline.inline = Dateline.inline || {};  // file name -> content, for pages that cannot fetch

var THEMES = Dateline.THEMES = {
  light: {
    sea: "#dce6ec", land: "#fbfaf7", coast: "#a9bac5", border: "#a79f93", admin1: "#dfdad0",
    disputed: "#a79f93", country: "#6f6a62", region: "#a09a8f", city: "#5f5b55", halo: "#fbfaf7",
    dot: "#8a857c", surface: "#ffffff", ink: "#26241f", soft: "#6b675f", line: "#d9d4ca"
  },
  dark: {
    sea: "#0f151b", land: "#1e262e", coast: "#3b4854", border: "#566370", admin1: "#2c3640",
    disputed: "#566370", country: "#98a3ae", region: "#6c7883", city: "#b0bac4", halo: "#1e262e",
    dot: "#7d8994", surface: "#171d24", ink: "#eef1f4", soft: "#a5afb9", line: "#333e49"
  }
};

/* Longitude and latitude -> turns of the globe east and south, 0 to 1 (web Mercator). */
function worldX(lon) { return lon / 360 + 0.5; }
function worldY(lat) {
  var s = Math.sin(Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI / 180);
  return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
}
Dateline.world = function (lon, lat) { return [worldX(lon), worldY(lat)]; };

/* A TopoJSON topology with its arcs projected once. */
function Topology(json) {
  var scale = json.transform.scale, shift = json.transform.translate;
  this.objects = json.objects;
  this.arcs = json.arcs.map(function (deltas) {
    var n = deltas.length, xy = new Float64Array(2 * n), x = 0, y = 0;
    var box = [Infinity, Infinity, -Infinity, -Infinity];
    for (var i = 0; i < n; i++) {
      x += deltas[i][0]; y += deltas[i][1];
      var u = worldX(x * scale[0] + shift[0]), v = worldY(y * scale[1] + shift[1]);
      xy[2 * i] = u; xy[2 * i + 1] = v;
      if (u < box[0]) box[0] = u;
      if (v < box[1]) box[1] = v;
      if (u > box[2]) box[2] = u;
      if (v > box[3]) box[3] = v;
    }
    return {xy: xy, n: n, box: box};
  });
  var self = this;
  this.land = json.objects.land.arcs.map(function (ring) {
    return {arcs: ring, box: self.boxOf(ring)};
  });
  this.lines = {};
  json.objects.lines.geometries.forEach(function (g) {
    self.lines[g.id] = g.arcs.map(function (line) { return line[0]; });
  });
  this.shapes = {};
  ["countries", "admin1"].forEach(function (kind) {
    (json.objects[kind] || {geometries: []}).geometries.forEach(function (g) {
      self.shapes[g.id] = {arcs: g.arcs, properties: g.properties, kind: kind};
      if (kind === "countries" && g.properties.iso3) self.shapes["iso:" + g.properties.iso3] = self.shapes[g.id];
    });
  });
}

Topology.prototype.boxOf = function (ring) {
  var box = [Infinity, Infinity, -Infinity, -Infinity], arcs = this.arcs;
  ring.forEach(function (a) {
    var b = arcs[a < 0 ? ~a : a].box;
    box[0] = Math.min(box[0], b[0]); box[1] = Math.min(box[1], b[1]);
    box[2] = Math.max(box[2], b[2]); box[3] = Math.max(box[3], b[3]);
  });
  return box;
};

/* Rings of an area as Leaflet wants them: polygons of rings of [lat, lon]; null when unknown. */
Topology.prototype.latLngs = function (id) {
  var shape = this.shapes[id], arcs = this.arcs;
  if (!shape) return null;
  if (!shape.latLngs) shape.latLngs = shape.arcs.map(function (polygon) {
    return polygon.map(function (ring) {
      var points = [];
      ring.forEach(function (signed) {
        var arc = arcs[signed < 0 ? ~signed : signed];
        for (var i = 0; i < arc.n - 1; i++) {
          var j = 2 * (signed < 0 ? arc.n - 1 - i : i);
          points.push([toLat(arc.xy[j + 1]), (arc.xy[j] - 0.5) * 360]);
        }
      });
      return points;
    });
  });
  return shape.latLngs;
};

function toLat(v) { return Math.atan(Math.sinh(Math.PI * (1 - 2 * v))) * 180 / Math.PI; }

function apart(a, b) { return a[0] > b[2] || a[2] < b[0] || a[1] > b[3] || a[3] < b[1]; }

/* Walk an arc onto the path. Points that move less than most of a pixel are left out; an arc that
   lies wholly outside is one straight step, which cannot cross the tile since boxes are convex. */
function walk(ctx, arc, back, view, first) {
  var xy = arc.xy, n = arc.n, k = view.scale, ox = view.x, oy = view.y;
  var i = back ? n - 1 : 0, step = back ? -1 : 1, last = back ? 0 : n - 1;
  var px = (xy[2 * i] - ox) * k, py = (xy[2 * i + 1] - oy) * k;
  if (first) ctx.moveTo(px, py); else ctx.lineTo(px, py);
  if (!apart(arc.box, view.box)) {
    for (i += step; i !== last; i += step) {
      var x = (xy[2 * i] - ox) * k, y = (xy[2 * i + 1] - oy) * k;
      if (Math.abs(x - px) + Math.abs(y - py) < 0.9) continue;
      ctx.lineTo(x, y); px = x; py = y;
    }
  }
  ctx.lineTo((xy[2 * last] - ox) * k, (xy[2 * last + 1] - oy) * k);
}

function strokeLines(ctx, topology, kind, view, style) {
  var numbers = topology.lines[kind] || [];
  ctx.beginPath();
  for (var i = 0; i < numbers.length; i++) {
    var signed = numbers[i], arc = topology.arcs[signed < 0 ? ~signed : signed];
    if (!apart(arc.box, view.box)) walk(ctx, arc, false, view, true);
  }
  ctx.strokeStyle = style.colour;
  ctx.lineWidth = style.width;
  ctx.setLineDash(style.dash || []);
  ctx.stroke();
}

function drawTile(ctx, topology, close, theme, coords, size) {
  var colours = THEMES[theme], turns = Math.pow(2, coords.z) * 256 / size, z = coords.z;
  var x = ((coords.x % turns) + turns) % turns, edge = 4 / (turns * size);
  var view = {
    x: x / turns, y: coords.y / turns, scale: turns * size,
    box: [x / turns - edge, coords.y / turns - edge,
          (x + 1) / turns + edge, (coords.y + 1) / turns + edge]
  };
  var outer = close && z >= CLOSE ? close : topology;  // whose coast and frontiers
  ctx.fillStyle = colours.sea;
  ctx.fillRect(0, 0, size, size);
  ctx.beginPath();
  outer.land.forEach(function (ring) {
    if (apart(ring.box, view.box)) return;
    ring.arcs.forEach(function (signed, i) {
      walk(ctx, outer.arcs[signed < 0 ? ~signed : signed], signed < 0, view, i === 0);
    });
    ctx.closePath();
  });
  ctx.fillStyle = colours.land;
  ctx.fill("evenodd");
  ctx.lineJoin = "round";
  ctx.save();
  ctx.clip("evenodd");  // the regions' coarser lines must not run out to sea
  if (z >= 4) strokeLines(ctx, topology, "admin1", view,
    {colour: colours.admin1, width: z >= 6 ? 1.2 : 0.8});
  var dash = z >= 4 ? [4, 3] : [2, 2], thin = z >= 5 ? 1.2 : 0.8;
  strokeLines(ctx, topology, "claims", view, {colour: colours.disputed, width: thin, dash: dash});
  ctx.restore();
  strokeLines(ctx, outer, "coast", view, {colour: colours.coast, width: z >= 4 ? 1 : 0.6});
  strokeLines(ctx, outer, "border", view,
    {colour: colours.border, width: z >= 5 ? 1.4 : z >= 3 ? 1 : 0.7});
  strokeLines(ctx, outer, "disputed", view, {colour: colours.disputed, width: thin, dash: dash});
}

/* From this zoom on, coasts and frontiers come from the finer file. */
var CLOSE = 7;

var Atlas = L.GridLayer.extend({
  options: {tileSize: 512, minZoom: 0, maxZoom: 22, keepBuffer: 3, theme: "light"},
  initialize: function (topology, options) {
    L.setOptions(this, options);
    this.topology = topology;
  },
  createTile: function (coords) {
    var tile = document.createElement("canvas"), size = this.getTileSize().x;
    var ratio = Math.min(window.devicePixelRatio || 1, 2);
    tile.width = tile.height = size * ratio;
    var ctx = tile.getContext("2d");
    ctx.scale(ratio, ratio);
    drawTile(ctx, this.topology, this.close, this.options.theme, coords, size);
    return tile;
  },
  /* Fetch the finer file when it is first needed. */
  refine: function () {
    if (this.asked || !this.options.base || !this._map || this._map.getZoom() < CLOSE) return;
    this.asked = true;
    var self = this;
    Dateline.load(this.options.base, "detail.json").then(function (json) {
      self.close = new Topology(json);
      if (self._map) self.redraw();
    }, function () { self.asked = false; });
  },
  onAdd: function (map) {
    L.GridLayer.prototype.onAdd.call(this, map);
    map.on("zoomend", this.refine, this);
    this.refine();
  },
  onRemove: function (map) {
    map.off("zoomend", this.refine, this);
    L.GridLayer.prototype.onRemove.call(this, map);
  },
  setTheme: function (theme) {
    if (theme === this.options.theme) return;
    this.options.theme = theme;
    this.redraw();
  }
});

/* Content of a basemap file, fetched once a page. */
var wanted = {};
Dateline.load = function (base, name) {
  if (!wanted[name]) {
    wanted[name] = Dateline.inline[name]
      ? Promise.resolve(Dateline.inline[name])
      : fetch(base + "/" + name).then(function (answer) {
          if (!answer.ok) throw new Error(name + ": " + answer.status);
          return answer.json();
        });
  }
  return wanted[name];
};

/* Names of places in a language other than the data's, from names.<language>.json; none for "en".
   "ready" calls back at once when they are there or there are none to be had. */
var names = {en: {places: {}, spots: {}}};
Dateline.ready = function (map, language, then) {
  if (names[language] || !map.dateline) return then();
  Dateline.load(map.dateline.base, "names." + language + ".json").then(
    function (found) { names[language] = found; then(); },
    function () { names[language] = names.en; then(); });
};
Dateline.named = function (language, id, name) {
  return (names[language] || names.en).places[id] || name;
};
Dateline.spotNamed = function (language, name, lon, lat) {
  return (names[language] || names.en).spots[name + " " + lon.toFixed(3) + " " + lat.toFixed(3)] || name;
};

/* Put the atlas on a map. options: theme, where the basemap is served, labels 0/1, online tiles
   (an address) or null, attribution. */
Dateline.start = function (map, options) {
  // The frame around the map may change size at any time (st_folium's, a sidebar, a phone turned).
  new ResizeObserver(function () { map.invalidateSize({ pan: false }); }).observe(map.getContainer());
  var state = map.dateline = {theme: options[0], base: options[1], language: "en", obstacles: []};
  map.getContainer().classList.add("dateline", "dateline-" + options[0]);
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(options[4]);
  L.control.scale({imperial: false, maxWidth: 110}).addTo(map);
  if (options[3]) {
    L.tileLayer(options[3], {maxZoom: 19, crossOrigin: true, attribution: "© OpenStreetMap contributors"}).addTo(map);
  }
  state.topology = Dateline.load(options[1], "world.json").then(function (json) {
    var topology = new Topology(json);
    if (!options[3]) state.atlas = new Atlas(topology, {theme: state.theme, base: options[1]}).addTo(map);
    return topology;
  });
  state.topology.catch(function () {
    map.getContainer().classList.add("dateline-no-atlas");
  });
  Dateline.listenToPage(map);
  if (options[2] && !options[3]) {
    Dateline.load(options[1], "labels.json").then(function (table) {
      state.labels = new Dateline.Labels(table).addTo(map);
    }, function () {});
  }
};

/* The language of the names on the map. */
Dateline.setLanguage = function (map, language) {
  var state = map.dateline;
  if (state.language === language) return;
  state.language = language;
  [["in", "closer"], ["out", "farther"]].forEach(function (way) {
    var button = map.getContainer().querySelector(".leaflet-control-zoom-" + way[0]);
    if (!button) return;
    button.title = Dateline.say(language, way[1], {});
    button.setAttribute("aria-label", button.title);
  });
  if (state.labels) state.labels.draw();
};

Dateline.setTheme = function (map, theme) {
  var state = map.dateline;
  if (state.theme === theme) return;
  map.getContainer().classList.remove("dateline-" + state.theme);
  map.getContainer().classList.add("dateline-" + theme);
  state.theme = theme;
  if (state.atlas) state.atlas.setTheme(theme);
  if (state.labels) state.labels.draw();
};
})();
