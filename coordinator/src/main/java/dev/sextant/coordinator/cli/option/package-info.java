/**
 * Options and arguments that several commands share.
 */
package dev.sextant.coordinator.cli.option;
