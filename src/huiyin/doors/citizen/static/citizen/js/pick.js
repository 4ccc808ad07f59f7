/* [data-pick=INPUT, hidden] stands in for a file field: each button in it opens the camera, the recorder or the folder.
   Buttons: data-accept (kinds of files), data-capture (take a new one). Without this script the plain field is there. */
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-pick]"), function (bar) {
    var input = document.getElementById(bar.getAttribute("data-pick")), all = input.accept;
    bar.hidden = false;
    input.hidden = true;
    Array.prototype.forEach.call(bar.querySelectorAll("button"), function (button) {
      button.addEventListener("click", function () {
        input.accept = button.getAttribute("data-accept") || all;
        if (button.hasAttribute("data-capture")) { input.setAttribute("capture", "environment"); }
        else { input.removeAttribute("capture"); }
        input.click();
      });
    });
  });
}());
