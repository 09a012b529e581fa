import type { Asked, Problem, Told } from "./messages.ts";

/** The proofreader as the page sees it: asked for one paragraph, it answers with what it would change. */
export class Proofreader {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, (problems: readonly Problem[]) => void>();
  private asked = 0;
  readonly ready: Promise<void>;

  constructor(script: string, engine: string, dialect: string) {
    this.worker = new Worker(script, { type: "module" });
    this.ready = new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }: MessageEvent<Told>) => {
        if (data.ready) resolve();
        if (data.failed) reject(new Error(data.failed));
        if (data.read) this.heard(data.read.id, data.read.problems);
      };
      this.worker.onerror = () => reject(new Error("its program could not be loaded"));
    });
    this.ask({ start: { engine: new URL(engine, location.href).href, dialect } });
  }

  read(text: string): Promise<readonly Problem[]> {
    const id = ++this.asked;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.ask({ read: { id, text } });
    });
  }

  end(): void {
    this.worker.terminate();
    this.waiting.clear();
  }

  private heard(id: number, problems: readonly Problem[]): void {
    this.waiting.get(id)?.(problems);
    this.waiting.delete(id);
  }

  private ask(asked: Asked): void {
    this.worker.postMessage(asked);
  }
}
