/* Words of the page around the map that show their place on it (geo/app/looking.py). All that is read
   from the page is four numbers: latitude, longitude, how many degrees around, and whether it is a
   point. A saved map has no page around it. */
(function () {
"use strict";
var Dateline = window.Dateline, NEAREST = 8, STAYS = 6000;

function numbers(word) {
  var found = (word.getAttribute("data-look") || "").split(",").map(Number);
  return found.length === 4 && found.every(isFinite) && Math.abs(found[0]) <= 90 ? found : null;
}

/* A ring around the point for some seconds, so that the eye finds it among other marks. */
function ring(map, lat, lon) {
  var state = map.dateline;
  if (state.ring) state.ring.remove();
  state.ring = L.marker([lat, lon], {
    icon: L.divIcon({className: "dl-ring", iconSize: [64, 64]}), interactive: false, keyboard: false
  }).addTo(map);
  clearTimeout(state.ringEnds);
  state.ringEnds = setTimeout(function () { state.ring.remove(); }, STAYS);
}

Dateline.listenToPage = function (map) {
  var page;
  try { page = window.parent !== window && window.parent.document; } catch (e) { page = null; }
  if (!page) return;
  function asked(e) {
    if (e.type === "keydown" && e.key !== "Enter" && e.key !== " ") return;
    var word = e.target.closest && e.target.closest("[data-look]"), at = word && numbers(word);
    if (!at) return;
    e.preventDefault();
    var south = Math.max(at[0] - at[2], -85), north = Math.min(at[0] + at[2], 85);
    map.fitBounds([[south, at[1] - at[2]], [north, at[1] + at[2]]], {maxZoom: NEAREST});
    if (at[3]) ring(map, at[0], at[1]);
    window.frameElement.scrollIntoView({block: "nearest"});
  }
  ["click", "keydown"].forEach(function (kind) {
    page.addEventListener(kind, asked);
    window.addEventListener("pagehide", function () { page.removeEventListener(kind, asked); });
  });
};
})();
