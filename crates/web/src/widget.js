/* <script src="https://…/widget.js" data-area="…" data-count="5" async></script>: puts the list of openings where it stands. */
(function () {
  var own = document.currentScript;
  if (!own) { return; }
  var origin = new URL(own.src).origin;
  var asked = new URLSearchParams();
  ["area", "dong", "occupation", "count", "lang"].forEach(function (name) {
    if (own.dataset[name]) { asked.set(name, own.dataset[name]); }
  });
  var frame = document.createElement("iframe");
  frame.src = origin + "/widget?" + asked;
  frame.title = own.dataset.title || "일자리";
  frame.width = "100%";
  frame.height = own.dataset.height || "480";
  frame.loading = "lazy";
  frame.style.border = "0";
  own.after(frame);
})();
