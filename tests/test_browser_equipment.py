import tempfile
from pathlib import Path

from .axe_common import AxeCase
from .equipment_common import EquipmentMixin
from .equipment_declaration_common import PNG

LIST = "/my/rendezvous/equipment"


class TestBrowserEquipment(EquipmentMixin, AxeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.citizen.partner_id
        cls.create_catalogue()
        cls.parent.write({"rendezvous_declare_equipment": True, "rendezvous_other_brands": True})

    def declare(self, **options):
        """From the account to a new piece, by way of a mistake, and on to the booking."""
        with self.visitor("citizen", **options) as visitor, tempfile.TemporaryDirectory() as folder:
            photo = Path(folder) / "boiler.png"
            photo.write_bytes(PNG)
            visitor.open("/my")
            visitor.click(f"//main//a[@href='{LIST}']")
            visitor.click("//main//a[contains(., 'Add equipment')]")
            self.fill_in(visitor, photo)
            visitor.find("//*[@role='status'][contains(., 'is on file')]")
            visitor.find("//dd[contains(., 'SN 77')]")
            visitor.find("//img[contains(@class, 'o_rendezvous_photo')]")
            visitor.click("//main//a[contains(., 'Book')]")
            visitor.find("//main//h1")
        self.env.invalidate_all()
        piece = self.env["rendezvous.equipment"].search([("partner_id", "=", self.contact.id)])
        self.assertEqual((piece.other_brand, piece.categ_id), ("Piazzetta", self.category))
        self.assertTrue(piece.is_declared and piece.image_1920)

    def fill_in(self, visitor, photo):
        visitor.type("//input[@name='serial']", "SN 77")
        visitor.type("//input[@name='other_brand']", "Piazzetta")
        visitor.click("//button[contains(., 'Add this equipment')]")
        visitor.find("//*[@role='alert'][contains(., 'Choose what kind')]")
        self.choose_first(visitor)
        visitor.attach("//input[@name='photo']", photo)
        visitor.click("//button[contains(., 'Add this equipment')]")

    def choose_first(self, visitor):
        visitor.focus("//select[@name='category']")
        visitor.press("ArrowDown", "ArrowDown", 40)

    def test_a_customer_declares_a_piece(self):
        self.declare()

    def test_a_customer_declares_a_piece_on_a_phone_without_scripts(self):
        self.declare(width=390, scripts=False)

    def test_the_pages_are_accessible_and_fit_a_phone(self):
        piece = self.create_piece(serial="SN1", warranty_end="2099-01-01", next_due_date="2020-1-1")
        self.book(equipment_id=piece.id)
        self.create_piece(state="declared", model="X" * 60)
        paths = (LIST, f"{LIST}/{piece.id}", f"{LIST}/new")
        self.assertPagesAccessible(*paths, login="citizen")
        with self.visitor("citizen", width=390) as visitor:
            for path in paths:
                visitor.open(path)
                self.assertAccessible(visitor, path)
                wide = visitor.evaluate("document.querySelector('#wrapwrap').scrollWidth")
                self.assertLessEqual(wide, 390, path)

    def test_the_form_with_errors_is_accessible(self):
        with self.visitor("citizen") as visitor:
            visitor.open(f"{LIST}/new")
            visitor.click("//button[contains(., 'Add this equipment')]")
            visitor.find("//*[@role='alert']")
            self.assertAccessible(visitor, "errors")
