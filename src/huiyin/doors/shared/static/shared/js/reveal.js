/* [data-reveal="name=a,b"] shows only while the radio `name` is a or b. What is hidden is not sent either.
   Without JavaScript everything shows, and the server ignores what doesn't belong. */
(function () {
  "use strict";
  function chosen(form, name) {
    var radios = form.querySelectorAll("input[name='" + name + "']"), i;
    for (i = 0; i < radios.length; i += 1) { if (radios[i].checked) { return radios[i].value; } }
    return "";
  }
  function apply(block) {
    var parts = block.getAttribute("data-reveal").split("="), fields = block.querySelectorAll("input, select, textarea"),
      form = block.closest("form"), show = parts[1].split(",").indexOf(chosen(form, parts[0])) >= 0, i;
    block.hidden = !show;
    for (i = 0; i < fields.length; i += 1) { fields[i].disabled = !show; }
  }
  function all() { Array.prototype.forEach.call(document.querySelectorAll("[data-reveal]"), apply); }
  document.addEventListener("change", all);
  window.addEventListener("pageshow", all);
  all();
}());
