/** A failure is not kept: what failed while a program ran may work after it. */
export function forgetFailure<K, V>(kept: Map<K, Promise<V>>, key: K, asked: Promise<V>): void {
  asked.catch(() => {
    // Somebody may have forgotten it and asked again meanwhile.
    if (kept.get(key) === asked) kept.delete(key);
  });
}
