package dev.margay.server.markup;

/** Whether a rule or an element counts for every visitor who looks at the page on a screen. */
public enum Applying {
  /** It counts for all. */
  SURELY,
  /** That depends on the window, the device, the visitor's settings or what a script does. */
  PERHAPS;

  /** Both conditions together. */
  Applying and(Applying other) {
    return this == SURELY ? other : PERHAPS;
  }
}
