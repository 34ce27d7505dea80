// Remembers the reader's time zone, so that pages are written in it. On the first visit the hours are rewritten here; where the
// day is another one in the reader's zone, the whole time is.
(function () {
  "use strict";
  var zone;
  try { zone = Intl.DateTimeFormat().resolvedOptions().timeZone; } catch (e) { return; }
  if (!zone || /(?:^|; )siyaq_tz=/.test(document.cookie)) return;
  document.cookie = "siyaq_tz=" + zone + "; path=/; max-age=31536000; samesite=lax";
  var former = document.body.dataset.zone;
  if (zone === former) return;
  var language = document.documentElement.lang === "ar" ? "ar-u-nu-latn-ca-gregory" : "en-GB";
  function format(zone, options) {
    return new Intl.DateTimeFormat(language, Object.assign({ timeZone: zone, hour12: false }, options));
  }
  var day = { year: "numeric", month: "numeric", day: "numeric" };
  var here = format(zone, day), there = format(former, day);
  var hour = format(zone, { hour: "2-digit", minute: "2-digit" });
  var whole = format(zone, { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
  document.querySelectorAll("time[data-moment],time[data-hour]").forEach(function (time) {
    var at = new Date(time.dateTime), sameDay = here.format(at) === there.format(at);
    if ("hour" in time.dataset || sameDay) time.textContent = time.textContent.replace(/\d\d:\d\d$/, hour.format(at));
    else time.textContent = whole.format(at);
    if (time.nextElementSibling && time.nextElementSibling.className === "zone") time.nextElementSibling.remove();
  });
})();
