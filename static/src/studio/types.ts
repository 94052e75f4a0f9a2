// What the page of a draft begins with, and what the server says of it later.
export interface FileLine {
  path: string;
  revision: number;
}

export interface FileText extends FileLine {
  text: string;
}

export interface Boot {
  draft: string;
  revision: number;
  closed: boolean;
  files: FileLine[];
  open: FileText | null;
}

export interface Fault {
  path: string;
  line: number | null;
  message: string;
  remedy: string;
}

/** Where a file of the draft is found. */
export function addressOf(draft: string, path: string): string {
  return `/api/studio/drafts/${draft}/files/${path.split("/").map(encodeURIComponent).join("/")}`;
}
