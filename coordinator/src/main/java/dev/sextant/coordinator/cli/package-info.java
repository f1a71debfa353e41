/**
 * The command line. {@link dev.sextant.coordinator.cli.Sextant} lists all commands.
 *
 * <p>The class of a command is its name followed by {@code Command}: {@code sextant lr-find} is {@code LrFindCommand}, and
 * {@code sextant db start} is {@code DbCommand.Start}. Commands on studies are in {@code cli.study}, commands on images and
 * their models in {@code cli.image}, options that several commands share in {@code cli.option}.
 *
 * <p>Input: arguments, environment variables, a terminal ({@link dev.sextant.coordinator.cli.terminal.Console}).
 * Output: text or JSON, one line for an error, an {@link dev.sextant.coordinator.cli.terminal.ExitCode}. Commands hold
 * no rules of their own: they parse arguments, call other packages, and print the result. No other package depends on
 * this one.
 */
package dev.sextant.coordinator.cli;
