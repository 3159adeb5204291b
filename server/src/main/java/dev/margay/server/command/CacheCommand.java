package dev.margay.server.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code margay cache …}: looks into the representation cache. */
@CommandLine.Command(
    name = "cache",
    description = "Look into the representation cache.",
    mixinStandardHelpOptions = true,
    subcommands = {CacheListCommand.class, CacheStatsCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class CacheCommand implements Command, Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "cache needs a command: ls or stats");
  }
}
