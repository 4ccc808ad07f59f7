/* #witness works out the hash of a witness's name and secret as verify_draw.py does, with sha256.js. ES5. Nothing is sent. */
(function () {
  "use strict";
  var name = document.getElementById("witness-name"), secret = document.getElementById("witness-secret");
  var shown = document.getElementById("witness-hash");
  function work() {
    var text = JSON.stringify([name.value.trim(), secret.value.trim()]);
    shown.textContent = name.value.trim() && secret.value.trim() ? sha256(unescape(encodeURIComponent(text)))
      .map(function (one) { return ("0000000" + (one >>> 0).toString(16)).slice(-8); }).join("") : "…";
  }
  name.addEventListener("input", work);
  secret.addEventListener("input", work);
}());
