/**
 * A campaign of faults against the built distribution, carried out from outside, and a check of all that is left.
 *
 * <p>A campaign is a series of voyages. Each voyage is one study with a seed, which decides its kind and its faults:
 * real processes are killed, frozen and cut off, files damaged, servers restarted. After each end of a coordinator an
 * oracle compares rows, files and processes with what the trained program has written into its own journal. Read {@code
 * Campaign}, {@code Voyage}, {@code Fault} and {@code Oracle} in this order.
 */
package dev.sextant.campaign;
