/** Why a run did not finish: its deadline, the user, a fault of this program, or a machine too busy to listen. */
export type CutShort = "deadline" | "interrupted" | "crashed" | "too-busy";

/** What has ended a run before its time, if anything has. */
export class Ending {
  #reason: CutShort | undefined;

  /** The first one counts. */
  get reason(): CutShort | undefined {
    return this.#reason;
  }

  cutShort(reason: CutShort): void {
    this.#reason ??= reason;
  }
}
