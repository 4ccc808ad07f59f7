/* / goes to the search box; j and k walk the rows of [data-keys], enter opens one. Never while somebody is typing. */
(function () {
  "use strict";
  function typing(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }
  function walk(by) {
    var links = document.querySelectorAll("[data-keys] [data-key-row]"), at = -1, i;
    for (i = 0; i < links.length; i += 1) { if (links[i] === document.activeElement) { at = i; } }
    i = Math.min(links.length - 1, Math.max(0, at + by));
    if (links[i]) { links[i].focus(); return true; }
    return false;
  }
  /* On the page of one case, j and k are the links to the next and the one before. */
  function follow(rel) {
    var link = document.querySelector("a[data-key=" + rel + "]");
    if (link) { link.click(); }
  }
  document.addEventListener("keydown", function (event) {
    var search;
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "Escape" && event.target.hasAttribute && event.target.hasAttribute("data-key-search")) {
      event.target.blur();
    }
    if (typing(event.target)) { return; }
    if (event.key === "/") {
      search = document.querySelector("[data-key-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "j" || event.key === "k") {
      if (!walk(event.key === "j" ? 1 : -1)) { follow(event.key); }
    }
  });
}());
