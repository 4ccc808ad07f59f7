/* sha256(bytes): the hash of a text whose characters are bytes, as eight words of 32 bits. FIPS 180-4, ES5. */
(function () {
  "use strict";
  var K = [], H0 = [];
  function primes() {
    var count = 0, p = 2, i, first;
    function part(x) { return (x - Math.floor(x)) * 4294967296 | 0; }
    for (; count < 64; p += 1) {
      first = true;
      for (i = 2; i * i <= p; i += 1) { if (p % i === 0) { first = false; break; } }
      if (first) {
        if (count < 8) { H0[count] = part(Math.pow(p, 0.5)); }
        K[count] = part(Math.pow(p, 1 / 3));
        count += 1;
      }
    }
  }
  function rot(x, by) { return x >>> by | x << 32 - by; }
  window.sha256 = function (bytes) {
    var blocks = (bytes.length + 8 >> 6) + 1, m = [], w = [], h = H0.slice(), v, i, j, s, t, u;
    for (i = 0; i < blocks * 16; i += 1) { m[i] = 0; }
    for (i = 0; i < bytes.length; i += 1) { m[i >> 2] |= bytes.charCodeAt(i) << 24 - (i & 3) * 8; }
    m[i >> 2] |= 128 << 24 - (i & 3) * 8;
    m[blocks * 16 - 1] = bytes.length * 8;
    for (j = 0; j < m.length; j += 16) {
      v = h.slice();
      for (i = 0; i < 64; i += 1) {
        if (i < 16) { w[i] = m[j + i]; } else {
          t = w[i - 15]; u = w[i - 2];
          w[i] = (rot(u, 17) ^ rot(u, 19) ^ u >>> 10) + w[i - 7] + (rot(t, 7) ^ rot(t, 18) ^ t >>> 3) + w[i - 16] | 0;
        }
        s = v[7] + (rot(v[4], 6) ^ rot(v[4], 11) ^ rot(v[4], 25)) + (v[4] & v[5] ^ ~v[4] & v[6]) + K[i] + w[i] | 0;
        t = (rot(v[0], 2) ^ rot(v[0], 13) ^ rot(v[0], 22)) + (v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2]) | 0;
        v.unshift(s + t | 0);
        v[4] = v[4] + s | 0;
        v.length = 8;
      }
      for (i = 0; i < 8; i += 1) { h[i] = h[i] + v[i] | 0; }
    }
    return h;
  };
  primes();
}());
