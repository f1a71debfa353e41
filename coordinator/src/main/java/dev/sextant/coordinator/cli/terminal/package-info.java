/**
 * Terminal input and output of commands: console, tables, styles, plots, live displays, exit codes.
 */
package dev.sextant.coordinator.cli.terminal;
