using System.Text;

namespace Clientele.LocalHost.Generate;

/// <summary>The products of the transactions file, worked out from their number instead of kept.</summary>
internal static class Catalogue
{
    /// <summary>Number of the product that is no product.</summary>
    public const int Postage = -1;

    private static readonly byte[][] Colours = Latin1("WHITE", "RED", "CREAM", "PINK", "BLUE", "IVORY", "GREEN", "VINTAGE", "RETROSPOT", "SILVER", "BLACK", "SPOTTY");
    private static readonly byte[][] Kinds = Latin1("HANGING HEART", "METAL", "KNITTED", "GLASS", "WOODEN", "PAPER", "CERAMIC", "FELT", "ZINC", "ENAMEL", "JUMBO", "MINI", "£5 OFFER");
    private static readonly byte[][] Things = Latin1(
        "T-LIGHT HOLDER", "LANTERN", "COAT HANGER", "HOT WATER BOTTLE", "NESTING BOXES", "CAKE STAND", "LUNCH BAG", "BUNTING", "ALARM CLOCK", "MUG COSY", "PICTURE FRAME",
        "WATERING CAN", "DOORMAT", "JAM JAR", "PENCILS", "NAPKINS", "PHOTO ALBUM", "TEA SET", "BIRD ORNAMENT", "STORAGE TIN", "WICKER HEART", "MAGNETS, SET OF 6");

    public static decimal Price(int product)
    {
        // Prices sit on a few points that end in 5 or 9; cheap ones are many.
        ReadOnlySpan<int> pence = [19, 29, 42, 55, 65, 85, 85, 125, 125, 145, 165, 165, 195, 208, 210, 255, 295, 295, 375, 415, 495, 595, 795, 995, 1275, 1695];
        return pence[(int)(Randomness.Mix((ulong)product) % (ulong)pence.Length)] / 100m;
    }

    /// <summary>Stock code and description.</summary>
    public static void Write(CsvBytes csv, int product)
    {
        if (product == Postage)
        {
            csv.Text("POST"u8);
            csv.Text("POSTAGE"u8);
            return;
        }

        ulong mixed = Randomness.Mix((ulong)product + 77);
        Span<byte> code = stackalloc byte[6];
        (20_000 + product * 17 % 70_000).TryFormat(code, out int digits, provider: System.Globalization.CultureInfo.InvariantCulture);
        bool variant = mixed % 5 == 0;
        code[5] = (byte)('A' + (mixed / 5 % 8));
        csv.Text(code[..(variant ? digits + 1 : digits)]);
        byte[] thing = Things[(int)(mixed / 64 % (ulong)Things.Length)];
        bool quoted = thing.AsSpan().Contains((byte)',');
        csv.Raw(quoted ? "\""u8 : default);
        csv.Raw(Colours[(int)(mixed / 4096 % (ulong)Colours.Length)]);
        csv.Raw(" "u8);
        csv.Raw(Kinds[(int)(mixed / 1_048_576 % (ulong)Kinds.Length)]);
        csv.Raw(" "u8);
        csv.Raw(thing);
        csv.Text(quoted ? "\""u8 : default);
    }

    private static byte[][] Latin1(params string[] texts) => [.. texts.Select(Encoding.Latin1.GetBytes)];
}
