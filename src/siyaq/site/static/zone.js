// Remembers the reader's time zone, so that pages are written in it; on the first visit absolute times are rewritten here.
(function () {
  "use strict";
  var zone;
  try { zone = Intl.DateTimeFormat().resolvedOptions().timeZone; } catch (e) { return; }
  if (!zone || /(?:^|; )siyaq_tz=/.test(document.cookie)) return;
  document.cookie = "siyaq_tz=" + zone + "; path=/; max-age=31536000; samesite=lax";
  if (zone === document.body.dataset.zone) return;
  var language = document.documentElement.lang === "ar" ? "ar-u-nu-latn-ca-gregory" : "en-GB";
  var format = new Intl.DateTimeFormat(language, {
    timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hour12: false
  });
  document.querySelectorAll("time[data-moment]").forEach(function (time) {
    time.textContent = format.format(new Date(time.dateTime));
    if (time.nextElementSibling && time.nextElementSibling.className === "zone") time.nextElementSibling.remove();
  });
})();
