/* The words a map says by itself, by language. Names of places and types come with the data. */
(function () {
"use strict";
var Dateline = window.Dateline = window.Dateline || {};
var TABLE = {
  en: {
    other: "Other types", spot: "this spot", places: "{n} places", around: "{n} places around {name}",
    disputed: "{name} (disputed)", more: "and {n} more", zoom: "click to zoom in",
    events: ["{n} event", "{n} events"], area: "events per area", most: "more", few: "fewer events",
    left: "{n} events in {m} smaller areas: zoom in",
    circle: "{what}; drawn as a circle of {n} km",
    levels: ["only the country is known", "only the region is known", "only the district is known",
             "a region without fixed borders"],
    closer: "Zoom in", farther: "Zoom out", play: "Play", pause: "Pause", speed: "Speed", window: "Days shown",
    undated: "{n} more have no date", point: "Click the place of this event",
    picture: "Save this map as a picture (PNG)", made: "Made with Dateline, {when} UTC",
    shown: "{n} of {m} events · {k} not drawn", all: "All events", back: "show all", next: "more",
    cluster: "This cluster", place: "This area", here: "This spot", nowhere: "not drawn on the map",
    nobody: "actor not stated", noday: "date not stated", to: "{a} to {b}", sure: "confidence {n}",
    only: ["country only", "region only", "district only", "wide region only"],
    basis: ["stated", "worked out from the text", "day not stated"],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  },
  ru: {
    other: "Другие типы", spot: "эта точка", places: "Мест: {n}", around: "Мест: {n}, рядом {name}",
    disputed: "{name} (спорная территория)", more: "и ещё {n}", zoom: "нажмите, чтобы приблизить",
    events: ["{n} событие", "{n} события", "{n} событий"], area: "событий на территорию", most: "больше",
    few: "меньше событий",
    left: "Ещё {n} событий на территориях поменьше ({m}): приблизьте карту",
    circle: "{what}; показано кругом в {n} км",
    levels: ["известна только страна", "известен только регион", "известен только район",
             "территория без чётких границ"],
    closer: "Приблизить", farther: "Отдалить", play: "Проиграть", pause: "Остановить", speed: "Скорость", window: "Показанные дни",
    undated: "ещё {n} без даты", point: "Нажмите место этого события",
    picture: "Сохранить карту картинкой (PNG)", made: "Сделано в Dateline, {when} UTC",
    shown: "{n} из {m} событий · не на карте: {k}", all: "Все события", back: "показать все", next: "ещё",
    cluster: "Это скопление", place: "Эта территория", here: "Эта точка", nowhere: "на карте не показано",
    nobody: "кто действует, не указано", noday: "дата не указана", to: "{a} – {b}", sure: "уверенность {n}",
    only: ["только страна", "только регион", "только район", "обширная местность"],
    basis: ["указана в тексте", "выведена из текста", "день не указан"],
    months: ["янв.", "февр.", "марта", "апр.", "мая", "июня", "июля", "авг.", "сент.", "окт.", "нояб.", "дек."]
  }
};

/* A sentence of the table with its gaps filled; text only, never markup. */
Dateline.say = function (language, key, values) {
  var words = (TABLE[language] || TABLE.en)[key] || TABLE.en[key];
  if (Array.isArray(words)) words = words[values.form !== undefined ? values.form : 0];
  return words.replace(/\{(\w+)\}/g, function (gap, name) { return values[name]; });
};

/* "1 event", "5 events", with the plural of the language. */
Dateline.events = function (language, n) {
  var form = n === 1 ? 0 : 1;
  if (language === "ru") {
    form = n % 10 === 1 && n % 100 !== 11 ? 0
      : n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2;
  }
  return Dateline.say(language, "events", {n: Dateline.grouped(n), form: form});
};

Dateline.months = function (language) { return (TABLE[language] || TABLE.en).months; };

/* Thin spaces between thousands, the same in every language. */
Dateline.grouped = function (n) { return String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f"); };
})();
