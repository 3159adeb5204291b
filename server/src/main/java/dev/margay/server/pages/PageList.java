package dev.margay.server.pages;

import dev.margay.server.assets.HotAsset;
import dev.margay.server.learning.PageAssets;
import java.util.concurrent.CompletionStage;

/** Says which assets belong to a page. */
@FunctionalInterface
public interface PageList {
  /** The assets of this version of a page, as far as anything is known now. */
  CompletionStage<PageAssets> of(HotAsset page);
}
