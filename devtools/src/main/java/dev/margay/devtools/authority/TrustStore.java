package dev.margay.devtools.authority;

/**
 * One place where programs look up whom they trust. Whatever goes wrong is an answer, which says
 * what a person can do instead.
 */
interface TrustStore {
  /** What a person calls it. */
  String name();

  /** Whether the authority is trusted there; changes nothing. */
  StoreAnswer look(LocalAuthority authority);

  /** Puts it in. */
  StoreAnswer trust(LocalAuthority authority);

  /** Takes it out. */
  StoreAnswer untrust(LocalAuthority authority);
}
