package dev.margay.server.http;

/** What part a file plays in a site. */
public enum AssetKind {
  STYLE_SHEET(true),
  SCRIPT(true),
  IMAGE(true),
  FONT(true),
  /** Sound and moving pictures. */
  MEDIA(true),
  WASM(true),
  /** What a visitor navigates to. */
  PAGE(false),
  /** JSON, feeds, manifests, downloads. */
  OTHER(false);

  private final boolean asset;

  AssetKind(boolean asset) {
    this.asset = asset;
  }

  /** Whether pages are put together from such files, so that browsers may keep them a while. */
  public boolean asset() {
    return asset;
  }
}
