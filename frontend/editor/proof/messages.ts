/** What the page asks of the proofreader, and what it hears. Offsets count UTF-16 units of the text that was sent. */
export interface Asked {
  start?: { engine: string; dialect: string };
  read?: { id: number; text: string };
}

export interface Problem {
  from: number;
  to: number;
  kind: string;
  message: string;
  suggestions: readonly string[];
}

export interface Told {
  ready?: true;
  read?: { id: number; problems: readonly Problem[] };
  failed?: string;
}
