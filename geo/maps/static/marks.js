/* What a mark looks like, and which spots become one mark. */
(function () {
"use strict";
var Dateline = window.Dateline, SVG = "http://www.w3.org/2000/svg";
var REACH = 40;  // pixels; marks closer than this, or that would overlap, become one
var WIDEST = 62;

/* Join spots closer than REACH, or whose marks would overlap. A mark stands where its largest spot is: no invented position. */
Dateline.cluster = function (spots, project) {
  var order = spots.map(function (s) {
    var p = project(s.lat, s.lon);
    return {spot: s, x: p.x, y: p.y, members: [s]};
  }).sort(function (a, b) {
    return b.spot.count - a.spot.count || a.spot.lon - b.spot.lon || a.spot.lat - b.spot.lat;
  });
  var squares = {}, made = [];
  order.forEach(function (node) {
    var cx = Math.floor(node.x / WIDEST), cy = Math.floor(node.y / WIDEST), best = null, least = 1;
    var half = Dateline.diameter(node.spot.count) / 2;
    for (var x = cx - 1; x <= cx + 1; x++) for (var y = cy - 1; y <= cy + 1; y++) {
      (squares[x + "," + y] || []).forEach(function (seed) {
        var reach = Math.max(REACH, half + Dateline.diameter(seed.total) / 2);
        var d = Math.hypot(seed.x - node.x, seed.y - node.y) / reach;
        if (d < least) { least = d; best = seed; }
      });
    }
    if (best) { best.members.push(node.spot); best.total += node.spot.count; return; }
    var key = cx + "," + cy;
    node.total = node.spot.count;
    (squares[key] = squares[key] || []).push(node);
    made.push(node);
  });
  return made.map(function (node) { return joined(node.spot, node.members); });
};

function joined(head, members) {
  if (members.length === 1) return head;
  var counts = {}, box = [Infinity, Infinity, -Infinity, -Infinity], total = 0;
  members.forEach(function (m) {
    total += m.count;
    m.counts.forEach(function (c) { counts[c[0]] = (counts[c[0]] || 0) + c[1]; });
    box = [Math.min(box[0], m.box[0]), Math.min(box[1], m.box[1]),
           Math.max(box[2], m.box[2]), Math.max(box[3], m.box[3])];
  });
  return {
    lon: head.lon, lat: head.lat, name: head.name, count: total, box: box, many: members.length,
    disputed: members.some(function (m) { return m.disputed; }),
    counts: Object.keys(counts).map(function (k) { return [+k, counts[k]]; })
      .sort(function (a, b) { return b[1] - a[1]; })
  };
}

Dateline.diameter = function (count) {
  return count === 1 ? 22 : Math.min(58, 25 + 9 * Math.log10(count) + 2 * Math.log2(count) * 0.6);
};

Dateline.short = function (n) {
  if (n < 1000) return String(n);
  if (n < 1e4) return (Math.floor(n / 100) / 10).toFixed(1).replace(".0", "") + "k";
  if (n < 1e6) return Math.floor(n / 1000) + "k";
  return (Math.floor(n / 1e5) / 10).toFixed(1).replace(".0", "") + "M";
};

function node(parent, name, attributes) {
  var e = document.createElementNS(SVG, name);
  Object.keys(attributes).forEach(function (k) { e.setAttribute(k, attributes[k]); });
  parent.appendChild(e);
  return e;
}

function outlineOf(parent, shape, c, r, attributes) {
  var points = {
    square: [[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]],
    diamond: [[0, -1.16], [1.16, 0], [0, 1.16], [-1.16, 0]],
    triangle: [[0, -1.14], [1.16, 0.86], [-1.16, 0.86]]
  }[shape];
  if (!points) return node(parent, "circle", Object.assign({cx: c, cy: c, r: r}, attributes));
  var path = points.map(function (p) { return (c + p[0] * r).toFixed(1) + "," + (c + p[1] * r).toFixed(1); });
  return node(parent, "polygon", Object.assign(
    {points: path.join(" "), "stroke-linejoin": "round"}, attributes));
}

/* One event or one type at one spot: the type's shape with its letter. */
function single(svg, size, style, mark) {
  var c = size / 2, r = c - 4.5;
  outlineOf(svg, style[3], c, r, {fill: style[1], "class": "dl-edge", "stroke-width": 1.6});
  var t = node(svg, "text", {x: c, y: style[3] === "triangle" ? c + 2.5 : c + 0.5, "class": "dl-letter",
                             "font-size": Math.max(10, size * 0.4)});
  t.textContent = style[2];
}

/* Several: a ring that shows the types by their share, the number inside. */
function ring(svg, size, styles, mark) {
  var c = size / 2, outer = c - 3, thick = Math.max(4.5, size * 0.13), r = outer - thick / 2;
  if (mark.many) node(svg, "circle", {cx: c, cy: c, r: c - 0.8, "class": "dl-halo"});
  node(svg, "circle", {cx: c, cy: c, r: outer, "class": "dl-face"});
  var turn = 2 * Math.PI * r, at = 0;
  mark.counts.forEach(function (pair) {
    var length = turn * pair[1] / mark.count;
    node(svg, "circle", {
      cx: c, cy: c, r: r, fill: "none", stroke: styles[pair[0]][1], "stroke-width": thick,
      "stroke-dasharray": Math.max(length - (mark.counts.length > 1 ? 1.2 : 0), 0.6).toFixed(2) +
        " " + turn.toFixed(2),
      "stroke-dashoffset": (-at).toFixed(2), transform: "rotate(-90 " + c + " " + c + ")"
    });
    at += length;
  });
  var label = Dateline.short(mark.count);
  var t = node(svg, "text", {x: c, y: c + 0.5, "class": "dl-count",
    "font-size": Math.min(15, (size - 2 * thick - 8) / Math.max(label.length, 1.6) * 1.5).toFixed(1)});
  t.textContent = label;
}

Dateline.markElement = function (mark, styles, chosen) {
  var big = mark.count > 1, size = Math.round(Dateline.diameter(mark.count)) + 6;
  var svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("width", size); svg.setAttribute("height", size);
  svg.setAttribute("viewBox", "0 0 " + size + " " + size);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "dl-mark" + (chosen ? " dl-chosen" : "") +
    (mark.disputed ? " dl-disputed" : ""));
  if (chosen) node(svg, "circle", {cx: size / 2, cy: size / 2, r: size / 2 - 0.9, "class": "dl-pick"});
  if (big) ring(svg, size, styles, mark); else single(svg, size, styles[mark.counts[0][0]], mark);
  if (mark.disputed) node(svg, "circle", {cx: size - 6, cy: 6, r: 4, "class": "dl-flag"});
  return {element: svg, size: size};
};

/* What a mark holds, as plain text: title, lines of [colour, letter, type, number], the rest. */
Dateline.describe = function (mark, styles, language) {
  var where = !mark.many ? mark.name || Dateline.say(language, "spot", {})
    : Dateline.say(language, mark.name ? "around" : "places", {n: mark.many, name: mark.name});
  return {
    title: mark.disputed ? Dateline.say(language, "disputed", {name: where}) : where,
    lines: mark.counts.slice(0, 6).map(function (p) {
      return [styles[p[0]][1], styles[p[0]][2], styles[p[0]][0], p[1]];
    }),
    rest: mark.counts.slice(6).reduce(function (n, p) { return n + p[1]; }, 0)
  };
};

Dateline.tooltip = function (mark, styles, language, note) {
  var told = Dateline.describe(mark, styles, language), box = document.createElement("div");
  box.className = "dl-tip";
  var head = box.appendChild(document.createElement("strong"));
  head.textContent = told.title;
  told.lines.forEach(function (line) {
    var row = box.appendChild(document.createElement("div"));
    var key = row.appendChild(document.createElement("i"));
    key.textContent = line[1];
    key.style.backgroundColor = line[0];
    row.appendChild(document.createElement("span")).textContent = line[2];
    row.appendChild(document.createElement("b")).textContent = Dateline.grouped(line[3]);
  });
  if (told.rest) {
    box.appendChild(document.createElement("em")).textContent =
      Dateline.say(language, "more", {n: Dateline.grouped(told.rest)});
  }
  if (note) box.appendChild(document.createElement("em")).textContent = note;
  return box;
};
})();
