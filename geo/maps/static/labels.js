/* Names on the map: one canvas over the basemap, placed greedily without overlap, the most
   important first, and never across an event's mark. */
(function () {
"use strict";
var Dateline = window.Dateline;
var FACE = Dateline.FACE = '"Source Sans 3", "Source Sans Pro", "Inter", "Segoe UI", Roboto, "Noto Sans", ' +
           '"DejaVu Sans", sans-serif';

/* Thousands of people a city needs to be named at a zoom. */
function threshold(zoom) {
  return [Infinity, Infinity, Infinity, 6000, 2500, 1000, 350, 120, 60, 30][zoom] || 0;
}

Dateline.Labels = L.Layer.extend({
  initialize: function (table) { this.table = table; },

  onAdd: function (map) {
    var pane = map.getPane("dateline-labels") || map.createPane("dateline-labels");
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    this.canvas = L.DomUtil.create("canvas", "dateline-labels leaflet-zoom-hide", pane);
    this.canvas.setAttribute("aria-hidden", "true");
    map.on("moveend zoomend viewreset resize", this.draw, this);
    this.draw();
  },

  onRemove: function (map) {
    map.off("moveend zoomend viewreset resize", this.draw, this);
    L.DomUtil.remove(this.canvas);
  },

  draw: function () {
    var map = this._map;
    if (!map) return;
    var size = map.getSize(), ratio = Math.min(window.devicePixelRatio || 1, 2);
    var pad = Math.round(Math.min(size.x, size.y) / 3);
    this.origin = map.containerPointToLayerPoint([-pad, -pad]);
    this.canvas.width = (size.x + 2 * pad) * ratio;
    this.canvas.height = (size.y + 2 * pad) * ratio;
    this.canvas.style.width = size.x + 2 * pad + "px";
    this.canvas.style.height = size.y + 2 * pad + "px";
    L.DomUtil.setPosition(this.canvas, this.origin);
    var ctx = this.ctx = this.canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    this.width = size.x + 2 * pad;
    this.height = size.y + 2 * pad;
    this.taken = new Boxes();
    var self = this;
    map.dateline.obstacles.forEach(function (marks) {
      marks.boxes().forEach(function (b) {
        self.taken.add([b[0] - self.origin.x, b[1] - self.origin.y,
                        b[2] - self.origin.x, b[3] - self.origin.y]);
      });
    });
    this.names(map.getZoom());
  },

  names: function (zoom) {
    var theme = Dateline.THEMES[this._map.dateline.theme], self = this;
    var perDegree = 256 * Math.pow(2, zoom) / 360;
    var marks = this._map.dateline.obstacles, language = this._map.dateline.language;
    function told(row) { return Dateline.named(language, row[4], row[0]); }
    function said(row) { return marks.some(function (m) { return m.says(row[4]); }); }
    if (zoom >= 2 && zoom <= 8) this.table.countries.forEach(function (row) {
      if (said(row)) return;
      var room = row[3] * perDegree, text = told(row).toUpperCase();
      var px = Math.max(9, Math.min(zoom < 4 ? 11 : 15, 8 + room / 60));
      if (room > 16 + text.length * px * (zoom < 4 ? 0.5 : 0.38)) {
        self.area(row, text, "600 " + px + "px " + FACE, theme.country, theme.halo, px * 0.14);
      }
    });
    this.cities(zoom, theme);
    if (zoom >= 5) this.table.regions.forEach(function (row) {
      if (said(row)) return;
      var room = row[3] * perDegree, text = told(row);
      if (room > 30 + text.length * 5.5) {
        self.area(row, text, "italic 500 11.5px " + FACE, theme.region, theme.halo, 0.5);
      }
    });
  },

  cities: function (zoom, theme) {
    var least = threshold(zoom), self = this, language = this._map.dateline.language;
    if (zoom < 3) return;
    this.table.cities.forEach(function (row) {
      var capital = row[4];
      if (row[3] < (capital && zoom >= 4 ? least / 8 : least)) return;
      var px = zoom < 5 ? 10.5 : row[3] > 1000 ? 13 : capital || row[3] > 250 ? 12 : 11;
      self.places(row[1], row[2]).forEach(function (at) {
        self.city(at, Dateline.spotNamed(language, row[0], row[1], row[2]), (capital ? "600 " : "500 ") + px + "px " + FACE, theme, capital, px);
      });
    });
  },

  /* Where a position falls on the canvas, on every copy of the world in sight. */
  places: function (lon, lat) {
    var found = [];
    for (var turn = -360; turn <= 360; turn += 360) {
      var p = this._map.latLngToLayerPoint([lat, lon + turn]).subtract(this.origin);
      if (p.x > 0 && p.y > 0 && p.x < this.width && p.y < this.height) found.push(p);
    }
    return found;
  },

  area: function (row, text, font, colour, halo, spacing) {
    var ctx = this.ctx, self = this;
    ctx.font = font;
    ctx.textAlign = "center";
    if ("letterSpacing" in ctx) ctx.letterSpacing = spacing.toFixed(1) + "px";
    var half = ctx.measureText(text).width / 2;
    this.places(row[1], row[2]).forEach(function (p) {
      var box = [p.x - half - 3, p.y - 9, p.x + half + 3, p.y + 9];
      if (!self.taken.free(box)) return;
      self.taken.add(box);
      self.write(text, p.x, p.y, colour, halo);
    });
    if ("letterSpacing" in ctx) ctx.letterSpacing = "0px";
  },

  city: function (p, text, font, theme, capital, px) {
    var ctx = this.ctx, r = capital ? 2.6 : 2;
    ctx.font = font;
    var width = ctx.measureText(text).width, tall = px * 0.62;
    var dot = [p.x - 3, p.y - 3, p.x + 3, p.y + 3];
    if (!this.taken.free(dot)) return;
    var right = [p.x - 3, p.y - tall, p.x + width + 8, p.y + tall];
    var left = [p.x - width - 8, p.y - tall, p.x + 3, p.y + tall];
    var box = this.taken.free(right) ? right : this.taken.free(left) ? left : null;
    if (!box) return;
    this.taken.add(box);
    ctx.beginPath();
    ctx.arc(p.x, p.y, r, 0, 7);
    ctx.fillStyle = capital ? theme.halo : theme.dot;
    ctx.strokeStyle = theme.dot;
    ctx.lineWidth = 1.3;
    ctx.fill();
    if (capital) ctx.stroke();
    ctx.textAlign = box === right ? "left" : "right";
    this.write(text, p.x + (box === right ? 6 : -6), p.y, theme.city, theme.halo);
  },

  write: function (text, x, y, colour, halo) {
    var ctx = this.ctx;
    ctx.globalAlpha = 0.85;
    ctx.strokeStyle = halo;
    ctx.lineWidth = 3;
    ctx.strokeText(text, x, y);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  }
});

/* Boxes that are taken, looked up by square. */
function Boxes() { this.squares = {}; }
var SQUARE = 64;
Boxes.prototype.each = function (box, visit) {
  for (var x = Math.floor(box[0] / SQUARE); x <= Math.floor(box[2] / SQUARE); x++) {
    for (var y = Math.floor(box[1] / SQUARE); y <= Math.floor(box[3] / SQUARE); y++) {
      if (visit(x + "," + y) === false) return false;
    }
  }
  return true;
};
Boxes.prototype.add = function (box) {
  var squares = this.squares;
  this.each(box, function (key) { (squares[key] = squares[key] || []).push(box); });
};
Boxes.prototype.free = function (box) {
  var squares = this.squares;
  return this.each(box, function (key) {
    return !(squares[key] || []).some(function (o) {
      return o[0] < box[2] && o[2] > box[0] && o[1] < box[3] && o[3] > box[1];
    });
  });
};
Dateline.Boxes = Boxes;
})();
