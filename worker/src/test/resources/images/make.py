"""Writes the images beside this file: four flat quarters of 8 x 8 pixels, red, green / blue, white, in many forms.

Made with Pillow 13.0.0; the tests know what each quarter must come to.
"""

import io
import struct
import zlib

from PIL import Image

QUARTERS = [(200, 30, 40), (20, 160, 60), (10, 50, 220), (250, 250, 250)]


def quarters(colours, mode):
    image = Image.new(mode, (16, 16))
    for i, colour in enumerate(colours):
        image.paste(colour, (8 * (i % 2), 8 * (i // 2), 8 * (i % 2) + 8, 8 * (i // 2) + 8))
    return image


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


def turned(orientation):
    """The upright picture as a camera held so would store it."""
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    image = quarters(QUARTERS, "RGB")
    return image if orientation == 1 else image.transpose(Image.Transpose(back[orientation]))


def main():
    upright = quarters(QUARTERS, "RGB")
    jpeg = {"quality": 95, "subsampling": 0}
    upright.save("baseline.jpg", **jpeg)
    upright.save("progressive.jpg", progressive=True, **jpeg)
    for orientation in range(1, 9):
        turned(orientation).save(f"orientation{orientation}.jpg", exif=exif(orientation), **jpeg)
    turned(6).save("orientation6.png", exif=exif(6))
    turned(6).save("orientation6.tif", tiffinfo={0x0112: 6})
    turned(6).save("orientation6.webp", lossless=True, exif=exif(6))
    upright.save("lossless.webp", lossless=True)
    upright.save("lossy.webp", quality=95)
    # Pillow inverts and marks CMYK as Adobe's programs do.
    cmyk = upright.convert("CMYK")
    cmyk.save("cmyk.jpg", quality=95)
    open("ycck.jpg", "wb").write(ycck(cmyk))
    upright.quantize(4).save("palette.png")
    upright.quantize(4).save("still.gif")
    other = quarters(QUARTERS[::-1], "RGB").quantize(4)
    upright.quantize(4).save("animated.gif", save_all=True, append_images=[other], duration=50, loop=0)
    alpha = upright.convert("RGBA")
    alpha.paste((0, 0, 0, 0), (0, 0, 8, 8))
    alpha.paste((0, 0, 0, 128), (8, 0, 16, 8))
    alpha.save("alpha.png")
    upright.save("transparent.png", transparency=QUARTERS[0])
    grey = [10, 90, 170, 250]
    quarters(grey, "L").save("grey.jpg", quality=95)
    quarters(grey, "L").save("grey.png")
    quarters([v * 257 for v in grey], "I;16").save("grey16.png")
    quarters(grey, "L").convert("LA").save("greyalpha.png")
    quarters([0, 1, 1, 0], "1").save("bits.png")
    open("colour16.png", "wb").write(colour16())
    upright.save("colours.bmp")
    upright.save("colours.tif", compression="tiff_lzw")


def ycck(cmyk):
    """YCCK as Adobe's programs write it: inks as if they were red, green, blue, an inverted black, transform 2."""
    luma = Image.merge("RGB", cmyk.split()[:3]).convert("YCbCr").split()
    content = io.BytesIO()
    # Pillow stores 255 - v of each band of CMYK: hand it the complement where the value itself is to lie in the file.
    planes = [band.point(lambda v: 255 - v) for band in luma] + [cmyk.split()[3]]
    Image.merge("CMYK", planes).save(content, "JPEG", quality=95)
    jpeg = bytearray(content.getvalue())
    jpeg[jpeg.index(b"Adobe") + 11] = 2
    return jpeg


def colour16():
    rows = b""
    for y in range(16):
        rows += b"\0"
        for x in range(16):
            rows += struct.pack(">3H", *(v * 257 for v in QUARTERS[x // 8 + 2 * (y // 8)]))

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">2I5B", 16, 16, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


main()
