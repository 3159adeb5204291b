package dev.margay.rcache.key;

/**
 * Names something in the content store. The name says everything, so nothing in it can be stale.
 */
public sealed interface StoreKey permits RepresentationKey, BlockTableKey {
  /** What the thing was made from. */
  ContentHash content();

  /** A file name: lower-case letters, digits and dashes, beginning with the content's hash. */
  String name();
}
