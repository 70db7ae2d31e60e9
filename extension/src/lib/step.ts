/** The progress of some work. */
export interface Step {
  readonly message: string;
  /** From 0 to 100. */
  readonly percent: number;
}
