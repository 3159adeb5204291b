package dev.margay.server.ahead;

/**
 * How much may be sent ahead of one page.
 *
 * @param assets how many assets
 * @param bytes how many bytes of their encoded bodies
 * @param fieldBytes how long the {@code Link} field may be
 */
public record AheadBudget(int assets, long bytes, int fieldBytes) {
  private static final int ASSETS = 16;
  private static final long BYTES = 512 << 10;
  private static final int FIELD_BYTES = 4000;

  /** For pushes, which need no {@code Link} field. */
  public static final AheadBudget PUSH = new AheadBudget(ASSETS, BYTES, Integer.MAX_VALUE);

  /** For hints: the field stays under 4 KB, with its name. */
  public static final AheadBudget HINT = new AheadBudget(ASSETS, BYTES, FIELD_BYTES);
}
