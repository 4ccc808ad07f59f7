/* While something marked [data-follow] runs, the content of the page is fetched anew every two seconds.
   Without JavaScript the page has a link that does the same by hand. */
(function () {
  "use strict";
  function again() { window.setTimeout(look, 2000); }
  function show(text) {
    var fresh = new DOMParser().parseFromString(text, "text/html");
    if (!fresh.querySelector("[data-follow]")) { window.location.reload(); return; }
    document.getElementById("main").innerHTML = fresh.getElementById("main").innerHTML;
    again();
  }
  function look() {
    if (document.hidden || document.querySelector("[data-follow] button:focus")) { again(); return; }
    window.fetch(window.location.href, { credentials: "same-origin" })
      .then(function (answer) { return answer.text(); }).then(show, again);
  }
  again();
}());
