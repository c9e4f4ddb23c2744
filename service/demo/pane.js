// A text in a pane, in pieces: what is far from the view costs nothing.

const PIECE = 1500; // characters of a piece, about
const LINE = 1.85; // height in rem
const LINE_CHARACTERS = 70;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const CONTINUES = /^[\p{M}\p{Cf}\p{Emoji_Modifier}\udc00-\udfff]/u; // the character before it

/** Cut a text into pieces of about `size` characters: after a line end, else a blank, never inside a character. */
export function piecesOf(text, size = PIECE) {
  const pieces = [];
  const byLine = RIGHT_TO_LEFT.test(text); // Chromium mirrors brackets wrongly where directions meet in a block
  for (let start = 0; start < text.length; ) {
    const end = endOfPiece(text, start, size, byLine);
    const line = text.lastIndexOf("\n", start - 1) + 1;
    pieces.push({ start, end, dir: line < start || text[end - 1] !== "\n" ? directionOf(text, line) : "" });
    start = end;
  }
  return pieces;
}

function endOfPiece(text, start, size, byLine) {
  const first = byLine ? text.indexOf("\n", start) + 1 : 0;
  if (first && first - start <= size) return first;
  if (text.length - start <= size) return text.length;
  const line = text.lastIndexOf("\n", start + size) + 1;
  if (line > start) return line;
  const near = text.indexOf("\n", start + size) + 1;
  if (near && near - start <= 2 * size) return near;
  const blank = text.lastIndexOf(" ", start + size) + 1;
  if (blank > start) return blank;
  let end = start + size;
  while (end < text.length && (text[end - 1] === "\u200d" || CONTINUES.test(text.slice(end, end + 2)))) end++;
  return end;
}

/** Give the direction of the first letter from `start` on, as `dir=auto` finds it. */
function directionOf(text, start) {
  const letter = /\p{L}/u.exec(text.slice(start, start + 10_000))?.[0];
  return letter && RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
}

function numLines(text) {
  return text.split("\n").reduce((sum, line) => sum + Math.ceil((line.length + 1) / LINE_CHARACTERS), 0);
}

/** A pane with a text in pieces. All text stands in it at once; what is near the view is decorated. */
export class TextPane {
  constructor(element) {
    this.element = element;
    this.pieces = [];
    this.observer = new IntersectionObserver((entries) => this.#see(entries), {
      root: element,
      rootMargin: "50% 0px",
    });
  }

  /** Show a text; `decorate(start, end)` gives the nodes of a part of it. */
  show(text, decorate) {
    this.observer.disconnect();
    this.decorate = decorate;
    this.pieces = piecesOf(text).map(({ start, end, dir }) => {
      const element = document.createElement("div");
      element.className = "piece";
      if (dir) element.dir = dir;
      element.textContent = text.slice(start, end);
      element.style.containIntrinsicHeight = `auto ${LINE * numLines(element.textContent)}rem`;
      return { element, start, end, isNear: false, isFresh: false };
    });
    this.byElement = new Map(this.pieces.map((piece) => [piece.element, piece]));
    this.element.replaceChildren(...this.pieces.map((piece) => piece.element));
    this.element.scrollTop = 0;
    for (const piece of this.pieces) this.observer.observe(piece.element);
  }

  say(words) {
    this.show("", () => []);
    const line = document.createElement("p");
    line.className = "empty";
    line.textContent = words;
    this.element.replaceChildren(line);
  }

  /** Decorate anew what is near the view, and the rest when it comes near. */
  refresh() {
    for (const piece of this.pieces) {
      piece.isFresh = false;
      if (piece.isNear) this.#draw(piece);
    }
  }

  /** Scroll to an offset of the text, and decorate its piece. */
  reveal(offset) {
    const piece = this.pieces.find(({ end }) => offset < end);
    if (!piece) return;
    this.#draw(piece);
    this.#scrollTo(piece.element);
  }

  /** Scroll to a node that was drawn, and give it. */
  find(selector) {
    const node = this.element.querySelector(selector);
    if (node) this.#scrollTo(node);
    return node;
  }

  #scrollTo(node) {
    const box = node.getBoundingClientRect();
    const view = this.element.getBoundingClientRect();
    const isSeen = box.top >= view.top && box.bottom <= view.bottom;
    if (!isSeen) this.element.scrollTop += box.top - view.top - view.height / 3;
  }

  /** Give the offset in the text of a place in the page, or -1. */
  offsetOf(node, offset) {
    const piece = this.byElement?.get(node.parentElement?.closest(".piece"));
    if (!piece) return -1;
    const range = document.createRange();
    range.setStart(piece.element, 0);
    range.setEnd(node, offset);
    return piece.start + range.toString().length;
  }

  #see(entries) {
    for (const { target, isIntersecting } of entries) {
      const piece = this.byElement.get(target);
      if (!piece) continue;
      piece.isNear = isIntersecting;
      if (isIntersecting) this.#draw(piece);
    }
  }

  #draw(piece) {
    if (piece.isFresh) return;
    piece.element.replaceChildren(...this.decorate(piece.start, piece.end));
    piece.isFresh = true;
  }
}
