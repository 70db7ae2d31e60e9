/** How far some work is. */
export interface Step {
  readonly message: string;
  /** From 0 to 100. */
  readonly percent: number;
}
