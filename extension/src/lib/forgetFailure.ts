/** Does not keep a failure: what failed while a program was running may work afterwards. */
export function forgetFailure<K, V>(kept: Map<K, Promise<V>>, key: K, asked: Promise<V>): void {
  asked.catch(() => {
    // It may have been forgotten and asked for again meanwhile.
    if (kept.get(key) === asked) kept.delete(key);
  });
}
