import type { EditorView } from "prosemirror-view";
import { Ignored } from "./ignoring.ts";
import { ProofPanel } from "./panel.ts";
import { endReports, standing } from "./plugin.ts";
import { Proofreader } from "./proofreader.ts";
import { Reading } from "./reading.ts";

const HERE = "The proofreader runs in this browser; nothing you write leaves it.";

/** Proofreading on demand: nothing of it is loaded before somebody asks. */
export class Proofreading {
  private panel: ProofPanel | null = null;
  private proofreader: Proofreader | null = null;
  private reading: Reading | null = null;

  constructor(private readonly view: () => EditorView, private readonly form: HTMLFormElement, private readonly language: string) {}

  toggle(): void {
    if (this.panel) this.close();
    else void this.open();
  }

  /** After every change of the text or of what was found in it. */
  refresh(changed: boolean): void {
    if (changed) this.reading?.soon();
    this.panel?.refresh();
  }

  close(): void {
    if (!this.panel) return;
    this.reading?.end();
    this.proofreader?.end();
    this.panel.end();
    this.panel = this.proofreader = this.reading = null;
    this.form.closest(".writing")?.classList.remove("is-beside");
    this.view().dispatch(endReports(this.view().state.tr));
    this.view().focus();
  }

  private async open(): Promise<void> {
    const ignored = new Ignored();
    const panel = new ProofPanel(this.view(), ignored, () => this.close());
    this.panel = panel;
    this.form.querySelector(".editor")?.append(panel.element);
    this.form.closest(".writing")?.classList.add("is-beside");
    panel.element.focus({ preventScroll: true });
    const { proofreader = "", engine = "" } = this.form.dataset;
    if (!/^en\b/i.test(this.language)) return panel.say("The proofreader knows only English, and this story is written in another language.");
    if (!proofreader || !engine) return panel.say("The proofreader is not installed on this site.");
    panel.say(`Loading the proofreader, once for this browser (about 7 MB)… ${HERE}`);
    try {
      this.proofreader = new Proofreader(proofreader, engine, this.language);
      await this.proofreader.ready;
    } catch (problem) {
      return panel.say(`The proofreader could not be started: ${(problem as Error).message}. Nothing else is affected.`);
    }
    if (this.panel !== panel) return;
    this.reading = new Reading(this.view(), this.proofreader, ignored, (done, of) => this.tell(done, of));
    await this.reading.run();
  }

  private tell(done: number, of: number): void {
    const found = standing(this.view().state).length;
    const things = found === 1 ? "1 thing" : `${found} things`;
    this.panel?.say(done < of ? `Reading… ${Math.round((100 * done) / of)} %` : found ? `${things} to look at. ${HERE}` : `Nothing to complain about. ${HERE}`);
  }
}
