/* The map as a picture (PNG), and pointing at a place. */
(function () {
"use strict";
var Dateline = window.Dateline, FOOT = 16, LINE = 17;
/* What a copy needs to look as it does here: a picture knows no style sheet. */
var LOOKS = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
  "stroke-dashoffset", "paint-order", "text-anchor", "dominant-baseline", "font-family", "font-size",
  "font-weight", "font-style", "font-variant-numeric", "letter-spacing", "text-transform", "color",
  "background-color", "border-top", "border-right", "border-bottom", "border-left", "border-radius", "box-sizing", "display", "align-items",
  "align-self", "justify-content", "gap", "padding", "margin", "line-height", "white-space",
  "width", "height", "overflow", "text-align"];

function copied(element) {
  var copy = element.cloneNode(false);
  if (copy.nodeType !== 1) return copy;
  var seen = getComputedStyle(element);
  LOOKS.forEach(function (name) { copy.style.setProperty(name, seen.getPropertyValue(name)); });
  element.childNodes.forEach(function (child) { copy.appendChild(copied(child)); });
  return copy;
}

/* An SVG of the map's size with one element of the page in its place. */
function framed(element, size, origin) {
  var box = element.getBoundingClientRect(), ns = "http://www.w3.org/2000/svg";
  var svg = document.createElementNS(ns, "svg"), inner;
  svg.setAttribute("width", size.x);
  svg.setAttribute("height", size.y);
  if (element.ownerSVGElement === null && element.namespaceURI === ns) {
    inner = copied(element);
    inner.style.transform = "none";
    inner.setAttribute("x", box.left - origin.left);
    inner.setAttribute("y", box.top - origin.top);
    inner.setAttribute("width", box.width);
    inner.setAttribute("height", box.height);
    document.querySelectorAll(".dl-defs > pattern").forEach(function (p) {
      inner.insertBefore(p.cloneNode(true), inner.firstChild);
    });
  } else {
    inner = document.createElementNS(ns, "foreignObject");
    inner.setAttribute("x", box.left - origin.left);
    inner.setAttribute("y", box.top - origin.top);
    inner.setAttribute("width", box.width + 1);
    inner.setAttribute("height", box.height + 1);
    var copy = copied(element);
    copy.style.position = "static";
    copy.style.margin = "0";
    inner.appendChild(copy);
  }
  svg.appendChild(inner);
  return "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(svg));
}

function loaded(address) {
  return new Promise(function (done, failed) {
    var image = new Image();
    image.onload = function () { done(image); };
    image.onerror = failed;
    image.src = address;
  });
}

/* Everything that is drawn, from the bottom up. */
function layers(map) {
  var container = map.getContainer(), found = [];
  [".leaflet-tile-pane canvas", ".leaflet-tile-pane img", ".leaflet-overlay-pane canvas",
   ".leaflet-overlay-pane > svg", "canvas.dateline-labels", ".leaflet-marker-pane .dl-icon > *",
   ".leaflet-control-scale-line", ".dl-note"].forEach(function (where) {
    var here = Array.from(container.querySelectorAll(where));
    if (where.indexOf("dl-icon") > 0) here.sort(function (a, b) {
      return (+a.parentNode.style.zIndex || 0) - (+b.parentNode.style.zIndex || 0);
    });
    found = found.concat(here);
  });
  return found;
}

/* The types on the map, as [letter, colour, label], the most frequent first. */
function legend(map) {
  var seen = {};
  map.dateline.obstacles.forEach(function (marks) {
    marks.spots.concat(marks.areas).forEach(function (m) {
      m.counts.forEach(function (c) { seen[c[0]] = (seen[c[0]] || 0) + c[1]; });
    });
  });
  var styles = (map.dateline.obstacles[0] || {}).styles || {};
  return Object.keys(seen).sort(function (a, b) { return seen[b] - seen[a]; })
    .map(function (k) { return [styles[k][2], styles[k][1], styles[k][0]]; });
}

/* Words in lines that fit. */
function wrapped(ctx, text, width) {
  var lines = [""];
  text.split(" ").forEach(function (word) {
    var longer = lines[lines.length - 1] + (lines[lines.length - 1] ? " " : "") + word;
    if (ctx.measureText(longer).width <= width || !lines[lines.length - 1]) lines[lines.length - 1] = longer;
    else lines.push(word);
  });
  return lines;
}

/* Lines of [text, bold] and the legend below the map; where "put" is false, only their height. */
function caption(ctx, rows, keys, width, top, theme, put) {
  var y = top + FOOT;
  ctx.textBaseline = "middle";
  rows.forEach(function (row) {
    ctx.font = (row[1] ? "600 14px " : "11.5px ") + Dateline.FACE;
    wrapped(ctx, row[0], width - 2 * FOOT).forEach(function (line) {
      ctx.fillStyle = row[1] ? theme.ink : theme.soft;
      if (put) ctx.fillText(line, FOOT, y);
      y += LINE;
    });
  });
  var x = FOOT;
  if (keys.length) y += 4;
  keys.forEach(function (key) {
    ctx.font = "11.5px " + Dateline.FACE;
    var w = 22 + ctx.measureText(key[2]).width + 14;
    if (x + w > width - FOOT) { x = FOOT; y += LINE + 2; }
    if (put) {
      ctx.fillStyle = key[1];
      ctx.fillRect(x, y - 8, 16, 16);
      ctx.fillStyle = theme.ink;
      ctx.fillText(key[2], x + 22, y);
      ctx.font = "700 10px " + Dateline.FACE;
      ctx.fillStyle = "#fff";
      ctx.textAlign = "center";
      ctx.fillText(key[0], x + 8, y + 0.5);
      ctx.textAlign = "left";
    }
    x += w;
  });
  return y + (keys.length ? LINE : 0) - top;
}

/* A canvas with the map as it is seen now, and what it is below it. */
Dateline.picture = function (map, lines, language) {
  var size = map.getSize(), ratio = 2, theme = Dateline.THEMES[map.dateline.theme];
  var origin = map.getContainer().getBoundingClientRect(), keys = legend(map);
  var rows = lines.map(function (text, i) { return [text, i === 0]; });
  var days = map.dateline.obstacles[0] && map.dateline.obstacles[0].days;
  if (days) rows.splice(1, 0, [Dateline.days(days[0], days[1], language), false]);
  rows.push([Dateline.say(language, "made", {when: new Date().toISOString().slice(0, 16).replace("T", " ")}), false]);
  var canvas = document.createElement("canvas"), ctx = canvas.getContext("2d");
  var foot = caption(ctx, rows, keys, size.x, size.y, theme, false);
  canvas.width = size.x * ratio;
  canvas.height = (size.y + foot) * ratio;
  ctx.scale(ratio, ratio);
  ctx.fillStyle = theme.sea;
  ctx.fillRect(0, 0, size.x, size.y);
  return layers(map).reduce(function (before, element) {
    return before.then(function () {
      var box = element.getBoundingClientRect();
      if (!box.width || box.right < origin.left || box.bottom < origin.top ||
          box.left > origin.right || box.top > origin.bottom) return null;
      if (/^(canvas|img)$/i.test(element.tagName)) {
        ctx.drawImage(element, box.left - origin.left, box.top - origin.top, box.width, box.height);
        return null;
      }
      return loaded(framed(element, size, origin)).then(function (image) {
        ctx.drawImage(image, 0, 0, size.x, size.y);
      });
    });
  }, Promise.resolve()).then(function () {
    ctx.fillStyle = theme.surface;
    ctx.fillRect(0, size.y, size.x, foot);
    caption(ctx, rows, keys, size.x, size.y, theme, true);
    return canvas;
  });
};

function save(map, lines, language) {
  return Dateline.picture(map, lines, language).then(function (canvas) {
    canvas.toBlob(function (blob) {
      var link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = "dateline-map.png";
      document.body.appendChild(link);
      link.click();
      link.remove();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    }, "image/png");
  });
}

/* A button on the map, once a map; the words below the picture come with each payload. */
Dateline.offerPicture = function (map, lines, language) {
  map.dateline.caption = lines;
  if (map.dateline.pictureButton || !lines.length) return;
  var control = map.dateline.pictureButton = L.control({position: "topright"});
  control.onAdd = function () {
    var bar = L.DomUtil.create("div", "leaflet-bar"), button = L.DomUtil.create("a", "dl-save", bar);
    button.href = "#";
    button.setAttribute("role", "button");
    button.textContent = "PNG";
    button.title = Dateline.say(language, "picture", {});
    button.setAttribute("aria-label", button.title);
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.on(button, "click", function (e) {
      L.DomEvent.preventDefault(e);
      save(map, map.dateline.caption, language);
    });
    return bar;
  };
  control.addTo(map);
};

/* While a reader points at a place, a sheet over the map takes the click and reports where it was. */
Dateline.Pointing = L.FeatureGroup.extend({
  initialize: function (language) {
    L.FeatureGroup.prototype.initialize.call(this);
    this.language = language;
  },
  onAdd: function (map) {
    var pane = map.getPane("dateline-pointing") || map.createPane("dateline-pointing");
    pane.style.zIndex = 690;
    var sheet = L.rectangle([[-85.05, -720], [85.05, 720]], {
      pane: "dateline-pointing", renderer: L.svg({pane: "dateline-pointing", padding: 1}),
      stroke: false, fillOpacity: 0, className: "dl-sheet"
    });
    var properties = {kind: "point", at: null, click: 0};
    sheet.feature = {type: "Feature", properties: properties};
    sheet.on("click", function (e) {
      var at = e.latlng.wrap();
      properties.at = [at.lat, at.lng];
      properties.click = Date.now();
    });
    this.addLayer(sheet);
    L.FeatureGroup.prototype.onAdd.call(this, map);
    var hint = this.hint = L.DomUtil.create("div", "dl-hint", map.getContainer());
    hint.textContent = Dateline.say(this.language, "point", {});
    hint.setAttribute("role", "status");
  },
  onRemove: function (map) {
    this.hint.remove();
    L.FeatureGroup.prototype.onRemove.call(this, map);
  }
});
})();
