// 404.html is served at any depth, and asks for this in each of the folders above: where
// it is found, the site is.
"use strict";
document.querySelector("#home a").href = new URL("../", document.currentScript.src);
document.getElementById("home").hidden = false;
document.getElementById("above").hidden = true;
