import type { Node } from "prosemirror-model";
import { EditorState, type Command, type Transaction } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { Bar, type Acts } from "./bar/bar.ts";
import { showKeys } from "./bar/keys-sheet.ts";
import type { Tool } from "./bar/tools.ts";
import { FindPanel } from "./find/panel.ts";
import { isFocusing, toggleFocus } from "./focus/focusing.ts";
import { blockViews } from "./page/block-views.ts";
import { watchKeyboard, watchTools } from "./page/keyboard.ts";
import { plugins } from "./plugins.ts";
import { Proofreading } from "./proof/start.ts";
import { isSmart, setSmart } from "./typography/choice.ts";
import type { Writing } from "./types.ts";

/** The editor and all that stands around it, for as long as it is turned on. */
export class Studio {
  readonly view: EditorView;
  private readonly bar: Bar;
  private readonly find: FindPanel;
  private readonly proof: Proofreading;
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly writing: Writing,
    doc: Node,
    private readonly place: HTMLElement,
    private readonly outside: { changed(change: Transaction): void; plain(): void },
  ) {
    const view = () => this.view;
    this.bar = new Bar(view, this.acts, this.more(), writing.language);
    this.find = new FindPanel(view);
    this.proof = new Proofreading(view, writing.form, writing.language);
    const page = document.createElement("div");
    // Built before it is put into the page, so that whoever watches the page sees one thing come and not thousands.
    this.view = this.opened(page, doc);
    place.append(this.bar.element, this.find.element, page);
    this.ends.push(watchKeyboard(place), watchTools(this.bar.element, writing.form));
    this.bar.refresh();
  }

  end(): void {
    this.proof.close();
    this.ends.forEach((end) => end());
    this.view.destroy();
    this.writing.form.classList.remove("is-typing"); // a view that ends never hears that it lost the focus
    this.bar.end();
    this.place.replaceChildren();
  }

  private get acts(): Acts {
    return {
      find: () => this.find.open(),
      focus: () => toggleFocus(this.view),
      proofread: () => this.proof.toggle(),
      keys: () => showKeys(this.bar.element),
      plain: () => this.outside.plain(),
    };
  }

  private get keys(): Record<string, Command> {
    const act = (does: () => void): Command => (_state, dispatch) => {
      if (dispatch) does();
      return true;
    };
    return {
      "Mod-f": act(() => this.find.open()),
      "Mod-h": act(() => this.find.open(true)),
      "Mod-/": act(this.acts.keys),
      "Alt-F10": act(() => this.bar.enter()),
      F9: act(() => toggleFocus(this.view)),
      Escape: (_state, dispatch) => {
        if (!isFocusing()) return false;
        if (dispatch) toggleFocus(this.view, false);
        return true;
      },
    };
  }

  private more(): Tool[] {
    const act = (name: string, label: string, keys: string, does: () => void, isOn?: () => boolean): Tool => ({
      name,
      label,
      sign: "plain",
      keys,
      command: (_state, dispatch) => {
        if (dispatch) does();
        return true;
      },
      ...(isOn ? { isOn } : {}),
    });
    return [
      act("smart", "Set quotation marks and dashes while I type", "", () => setSmart(!isSmart()), isSmart),
      act("keys", "Keys", "Mod-/", () => this.acts.keys()),
      act("plain", "Write as plain text", "", () => this.outside.plain()),
    ];
  }

  private opened(page: HTMLElement, doc: Node): EditorView {
    const { form, language } = this.writing;
    const view: EditorView = new EditorView(
      { mount: page },
      {
        state: EditorState.create({ doc, plugins: plugins(language, this.keys) }),
        nodeViews: blockViews,
        attributes: {
          class: "manuscript-page",
          role: "textbox",
          "aria-multiline": "true",
          "aria-label": "Text",
          spellcheck: "true",
          lang: language,
          dir: form.dataset.dir || "auto",
        },
        handleDOMEvents: {
          focus: () => void form.classList.add("is-typing"),
          blur: () => void form.classList.remove("is-typing"),
        },
        // Room for what is above and below the text.
        scrollMargin: { top: 90, bottom: 110, left: 0, right: 0 },
        scrollThreshold: { top: 90, bottom: 110, left: 0, right: 0 },
        dispatchTransaction: (transaction) => {
          const { state, transactions } = view.state.applyTransaction(transaction);
          view.updateState(state);
          transactions.filter(({ docChanged }) => docChanged).forEach(this.outside.changed);
          this.bar.refresh();
          this.find.refresh();
          this.proof.refresh(transactions.some(({ docChanged }) => docChanged));
        },
      },
    );
    return view;
  }
}
