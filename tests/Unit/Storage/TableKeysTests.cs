using Clientele.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Storage;

public sealed class TableKeysTests
{
    [Fact]
    public void Any_text_comes_back_from_its_key() =>
        Prop.ForAll<string?>(text => text is null || TableKeys.Unescape(TableKeys.Escape(text)) == text).QuickCheckThrowOnFailure();

    [Fact]
    public void A_key_holds_nothing_that_the_service_forbids() =>
        Prop.ForAll<string?>(text => text is null || !TableKeys.Escape(text).Any(character => character is '/' or '\\' or '#' or '?' || char.IsControl(character)))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1234", "1234")]
    [InlineData("", "")]
    [InlineData("a/b", "a!002Fb")]
    [InlineData("!", "!0021")]
    [InlineData("\t", "!0009")]
    [InlineData("100%", "100%")]
    [InlineData("🎉", "🎉")]
    public void Keys_stay_readable(string text, string key)
    {
        TableKeys.Escape(text).ShouldBe(key);
        TableKeys.Unescape(key).ShouldBe(text);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_escaped_because_the_wire_would_lose_it()
    {
        TableKeys.Escape("a\uD83C").ShouldBe("a!D83C");
        TableKeys.Unescape("a!D83C").ShouldBe("a\uD83C");
    }

    [Fact]
    public void A_text_too_long_for_a_key_is_refused()
    {
        TableKeys.Escape(new string('x', 1024)).Length.ShouldBe(1024);
        TableKeys.TryEscape(new string('x', 1025), out _).ShouldBeFalse();
        TableKeys.TryEscape(new string('/', 205), out _).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => TableKeys.Escape(new string('/', 205)));
        TableKeys.TryEscape(new string('/', 204), out string key).ShouldBeTrue();
        key.Length.ShouldBe(1020);
    }

    [Theory]
    [InlineData("!")]
    [InlineData("!00")]
    [InlineData("a!zzzz")]
    public void A_key_that_was_not_made_here_is_refused(string key) => Should.Throw<FormatException>(() => TableKeys.Unescape(key));

    [Fact]
    public void Keys_of_numbers_are_in_the_order_of_the_numbers() =>
        Prop.ForAll<long, long>((a, b) => Math.Sign(string.CompareOrdinal(TableKeys.Number(a), TableKeys.Number(b))) == a.CompareTo(b)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, "0000000000000000000")]
    [InlineData(5524, "0000000000000005524")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    [InlineData(-1, "-9223372036854775807")]
    [InlineData(long.MinValue, "-0000000000000000000")]
    public void Numbers_have_nineteen_digits(long number, string key)
    {
        TableKeys.Number(number).ShouldBe(key);
        TableKeys.ParseNumber(key).ShouldBe(number);
    }

    [Fact]
    public void Padding_refuses_what_does_not_fit()
    {
        TableKeys.Pad(7, 2).ShouldBe("07");
        TableKeys.Pad(15, 2).ShouldBe("15");
        Should.Throw<ArgumentOutOfRangeException>(() => TableKeys.Pad(100, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => TableKeys.Pad(-1, 2));
    }
}
