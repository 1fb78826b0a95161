// The gallery: snippets with this site's own address, buttons that copy them, and what the
// pages shown as examples would do around the frame. Without it, frames and snippets stay.
"use strict";
(() => {
  const base = new URL("../", location.href).href;
  for (const code of document.querySelectorAll("pre code")) code.textContent = code.textContent.replaceAll("https://your.host/gqa/", base);

  const said = document.getElementById("copied");
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const code = button.closest("figure").querySelector("code");
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        getSelection().selectAllChildren(code);
        if (!document.execCommand("copy")) return;
      }
      said.textContent = "";
      said.textContent = said.dataset.done;
    });
  }

  // Slides, as reveal.js keeps them: a frame with data-src is there only while its slide is.
  const slides = [...document.querySelectorAll(".slides > section")];
  let at = 0;
  const show = (n) => {
    at = Math.min(slides.length - 1, Math.max(0, n));
    slides.forEach((slide, i) => {
      slide.hidden = i !== at;
      for (const frame of slide.querySelectorAll("iframe[data-src]")) {
        if (i === at) frame.src ||= frame.dataset.src;
        else frame.removeAttribute("src");
      }
    });
  };
  if (slides.length > 0) {
    show(0);
    document.getElementById("slide-back").addEventListener("click", () => show(at - 1));
    document.getElementById("slide-on").addEventListener("click", () => show(at + 1));
  }

  // A learning platform gives a frame the height that it asks for.
  addEventListener("message", ({ source, data }) => {
    const frame = document.querySelector(".lms iframe");
    if (frame && source === frame.contentWindow && data?.subject === "lti.frameResize" && Number.isFinite(data.height)) {
      frame.style.height = `${Math.min(2000, Math.max(200, data.height))}px`;
    }
  });

  // Letters: what a page can ask of the element, and what it hears.
  const driven = document.getElementById("driven");
  const heard = document.getElementById("heard");
  driven?.addEventListener("gqa-change", ({ detail }) => {
    heard.textContent = `gqa-change: ${JSON.stringify({ g: detail.state.g, ...detail.numbers })}`;
  });
  for (const button of document.querySelectorAll("[data-set]")) {
    button.addEventListener("click", () => driven.set(JSON.parse(button.dataset.set)).catch((error) => { heard.textContent = error.message; }));
  }
})();
