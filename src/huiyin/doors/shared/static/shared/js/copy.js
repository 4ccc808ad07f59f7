/* button[data-copy=TEXT, hidden] copies it; data-copied: its words afterwards. */
(function () {
  "use strict";
  function old(text) {
    var area = document.createElement("textarea"), done;
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "sr";
    document.body.appendChild(area);
    area.select();
    done = document.execCommand("copy");
    document.body.removeChild(area);
    return done;
  }
  function ready(button) {
    function said() { button.textContent = button.getAttribute("data-copied") || button.textContent; }
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = button.getAttribute("data-copy");
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(text).then(said, function () { if (old(text)) { said(); } });
      } else if (old(text)) { said(); }
    });
  }
  Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), ready);
}());
