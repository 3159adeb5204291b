package dev.margay.server.markup;

/**
 * One {@code @font-face} rule (CSS Fonts 4, §4).
 *
 * @param family in lower case
 * @param upright whether the style is normal
 * @param weight the lowest that the face is for, 1 to 1000
 * @param heaviest the highest
 * @param latin whether the {@code unicode-range}, if there is one, has the letter a
 * @param source which of the sheet's references a browser of today loads; −1 for none
 * @param applying whether the conditions around the rule hold
 */
public record FontFace(
    String family,
    boolean upright,
    int weight,
    int heaviest,
    boolean latin,
    int source,
    Applying applying) {
  private static final int REGULAR = 400;

  /** How far the face's weights are from that of plain text. */
  public int fromRegular() {
    return Math.max(0, Math.max(weight - REGULAR, REGULAR - heaviest));
  }

  /** The same face of a sheet that has {@code more} references ahead of its own. */
  FontFace movedBy(int more) {
    return source < 0
        ? this
        : new FontFace(family, upright, weight, heaviest, latin, source + more, applying);
  }
}
