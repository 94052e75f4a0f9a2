// A chunk of its own, fetched when someone switches vim keys on.
export { vim } from "@replit/codemirror-vim";
