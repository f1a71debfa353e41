/**
 * What commands print with: console, tables, styles, plots, JSON, exit codes.
 */
package dev.sextant.coordinator.cli.terminal;
