using System.Globalization;
using Clientele.Functions.Web;

namespace Clientele.Unit.Functions.Web;

public sealed class FormNumbersTests
{
    [Theory]
    [InlineData("en-US", "1234.5", 1234.5)]
    [InlineData("en-US", "1,234.5", 1234.5)]
    [InlineData("en-US", " -3 ", -3)]
    [InlineData("es-ES", "1234,5", 1234.5)]
    [InlineData("es-ES", "1.234,5", 1234.5)]
    [InlineData("pt-PT", "1 234,5", 1234.5)]
    [InlineData("pt-PT", "1.234,5", 1234.5)]
    [InlineData("es-MX", "1,234.5", 1234.5)]
    public void A_number_is_read_as_its_reader_writes_it(string culture, string text, double expected)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        FormNumbers.TryParse(text, out double number).ShouldBeTrue();

        number.ShouldBe(expected);
    }

    [Theory]
    [InlineData("es-ES", "1.5")]
    [InlineData("en-US", "1,5")]
    [InlineData("en-US", "12,34,567")]
    [InlineData("en-US", "abc")]
    [InlineData("en-US", "1e999")]
    [InlineData("en-US", "NaN")]
    [InlineData("en-US", "")]
    public void What_could_be_another_number_is_refused(string culture, string text)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        FormNumbers.TryParse(text, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_a_form_shows_is_read_back()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("pt-BR");

        FormNumbers.Text(1042.025).ShouldBe("1042,025");
        FormNumbers.TryParse("1042,025", out double number).ShouldBeTrue();
        number.ShouldBe(1042.025);
    }
}
